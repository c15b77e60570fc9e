import pytest

from tests.review.cases import told

RULE = "transferred-without-outcome"


@pytest.mark.parametrize(
    "response",
    [
        "将核查出的线索移交县纪委监委。招标过程更加公开。",
        "关于虚报冒领问题已移交县纪委调查处理，同时健全管理制度。",
        "对分管领导进行约谈，涉嫌违法的线索已移送公安机关。",
        "已将有关人员违规问题移交派驻纪检组，加大问责力度。",
        "该问题线索已转交有关部门处理。",
        "将2名干部的违纪问题线索移交镇纪委，正在调查。",
    ],
)
def test_told(response: str) -> None:
    assert told("采购中有收受回扣的苗头。", response, RULE)


@pytest.mark.parametrize(
    "response",
    [
        "将问题线索移交县纪委监委，给予1人党内警告处分。",
        "县纪委将该问题移交镇纪委，后者对当事人诫勉谈话，现已整改完成。",
        "涉嫌违法线索移送公安机关，公安机关已立案2起。",
        "未移交的8家单位档案已全部移交县档案馆。",
        "冷库产权已移交村集体，正在办理移交手续。",
        "建立问题线索移交机制，发现问题及时移交县纪委。",
        "已将资产移交县国资部门统一管理。",
        "问题线索移交县纪委后，经核查不属实，予以了结。",
        "重新公示账目3次。",
    ],
)
def test_not_told(response: str) -> None:
    assert not told("采购中有收受回扣的苗头。", response, RULE)
