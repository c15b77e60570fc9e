"""Lines and elements of a web page that belong to the site, not to the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_MAX_LINE = 120
_ITEM = (
    r"[【\[(（]?\s*(?:字号|字体|字体大小|文字大小|文章字号)\s*[:：]?"
    r"|[【\[(（]?\s*(?:(?:特大|超大|大|中|小|默认|A[+-]?)\s*[】\])）]?[\s|/、·]*[【\[(（]?\s*){2,4}[】\])）]?"
    r"|(?:浏览|点击|阅读|访问|查看|点阅)(?:次数|量|数|人次)?\s*[:：]?\s*[\[(（]?\d*[\])）]?\s*(?:次|人次)?"
    r"|(?:您?(?:当前|现在|所在)?的?(?:所在)?位置|所在栏目|首页)\s*[:：>＞»/].*"
    r"|(?:信息|文章|稿件|新闻)?(?:来源|出处|作者|编辑|责任编辑|责编|审核|审核人|校对|编审|录入|录入人|发布人"
    r"|发布者|发布单位|发布机构|撰稿|供稿|签发|监制|初审|复审|终审|一审|二审|三审|摄影)\s*[:：]"
    r"\s*[^\s|｜]{0,40}"
    r"|(?:发布|更新|发表|发文|成文|生成|公开|录入|添加)?(?:时间|日期)\s*[:：]?\s*\d{4}\s*[-年/.]"
    r"\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
    r"|\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}:\d{2}(?::\d{2})?"
    r"|[【\[(（]?\s*(?:打印|打印本页|打印文章|打印正文|关闭|关闭窗口|关闭本页|收藏|加入收藏|收藏本页|返回"
    r"|返回顶部|返回列表|回到顶部|复制链接|纠错|我要纠错|下载|朗读|语音播报|无障碍浏览|适老化|繁体|简体|举报)"
    r"(?:\s*[】\])）]|(?=[\s|｜/]|$))"
    r"|[【\[(（]?(?:分享|转发)(?:到|至|[:：]|$).{0,40}"
    r"|(?:用?微信)?扫[一码]?扫.{0,30}|扫描?二维码.{0,30}"
)
# Atomic, for a line of keywords could be cut into items in very many ways.
_ITEMS = re.compile(rf"(?:(?>{_ITEM})[\s|｜/·、,，;；]*+)++")
_WHOLE = re.compile(
    r"(?:上|下|前|后)一(?:篇|条|页|则)\s*[:：]?.*"
    r"|(?:相关|推荐|热门|延伸)(?:阅读|文章|新闻|链接|信息|稿件|文档|专题|报道)\s*[:：]?.{0,10}"
    r"|.*(?:版权所有|ICP备|公网安备|网安备|网站标识码|政府网站找错|Copyright|All Rights Reserved).*"
    r"|(?:主办|承办|协办|运维|技术支持|技术保障)(?:单位)?\s*[:：].*"
    r"|(?:网站地图|联系我们|关于我们|网站声明|隐私声明|设为首页|法律声明)(?:[\s|｜·].*)?"
    r"|(?:欢迎(?:您)?(?:访问|光临)|今天是).{0,60}"
    r"|(?:建议使用|推荐使用).{0,60}(?:浏览器|分辨率).{0,40}",
    re.I,
)
_CLASSES = re.compile(
    r"share|crumb|copyright|sidebar|toolbar|fontsize|font-size|font_size|qrcode|erweima|\bewm"
    r"|prev-?next|related|recommend|pagination"
    r"|(?:^|[\s_-])(?:nav|navbar|menu|foot|footer|print|toptools|weizhi|breadcrumbs?)(?:$|[\s_-])",
    re.I,
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
NEVER_SHOWN = (
    "script", "style", "noscript", "template", "head", "iframe", "object", "embed", "svg", "canvas",
    "select", "button", "input", "textarea", "datalist", "map", "audio", "video",
)  # fmt: skip
"""Elements that hold no text of the page."""
_LANDMARKS = ("nav", "footer", "aside")


def is_furniture(line: str) -> bool:
    """Whether the line is about the page: 字号 大 中 小, 浏览次数, 来源, 上一篇, 版权所有..."""
    line = line.strip()
    if len(line) > _MAX_LINE:
        return False
    return _WHOLE.fullmatch(line) is not None or _ITEMS.fullmatch(line) is not None


def is_hidden(node: etree._Element) -> bool:
    """Whether the element itself is not shown."""
    return node.get("hidden") is not None or bool(_HIDDEN.search(str(node.get("style", ""))))


def is_site_part(node: etree._Element) -> bool:
    """Whether the element is, by its tag or class, a menu, a footer, a share bar and the like."""
    if node.tag in _LANDMARKS:
        return True
    return bool(_CLASSES.search(f"{node.get('class', '')} {node.get('id', '')}"))
