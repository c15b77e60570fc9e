import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bihuan.rectification.gates
import bihuan.rectification.snapshot
import bihuan.rectification.status


class Migration(migrations.Migration):
    replaces = [
        ("web", "0001_initial"),
        ("web", "0002_replies"),
        ("web", "0003_months"),
        ("web", "0004_remarks"),
        ("web", "0005_delivery"),
        ("web", "0006_ledgers_and_checks"),
        ("web", "0007_materials"),
        ("web", "0008_reports"),
        ("web", "0009_tests_mechanisms_appeals"),
        ("web", "0010_check_setting_changed_at"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.PositiveBigIntegerField()),
                ("media_type", models.CharField(max_length=100)),
                ("stored_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("verb", models.CharField(max_length=40)),
                ("person_id", models.BigIntegerField(null=True)),
                ("person_name", models.CharField(max_length=40)),
                ("unit_id", models.BigIntegerField(db_index=True, null=True)),
                ("round_id", models.BigIntegerField(db_index=True, null=True)),
                ("finding_id", models.BigIntegerField(null=True)),
                ("subject", models.CharField(max_length=40)),
                ("subject_id", models.CharField(max_length=64)),
                ("label", models.CharField(max_length=200)),
                ("reason", models.TextField(blank=True)),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
            ],
            options={
                "verbose_name": "记录",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["finding_id", "id"], name="web_event_finding_c6fec5_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "县"),
                            ("township", "乡镇"),
                            ("department", "站所部门"),
                            ("village", "村（社区）"),
                        ],
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="业务台账里的单位编码",
                        max_length=40,
                        verbose_name="编码",
                    ),
                ),
                ("position", models.PositiveIntegerField(default=0, verbose_name="顺序")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="web.unit",
                        verbose_name="parent",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位",
                "ordering": ["position", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("parent", "name"), name="unit_name_once_under_parent"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("id")), _negated=True),
                        name="unit_is_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Channel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("wecom", "企业微信"), ("dingtalk", "钉钉"), ("feishu", "飞书")],
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="地址")),
                ("secret", models.CharField(blank=True, max_length=200, verbose_name="加签密钥")),
                ("active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="channels",
                        to="web.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "群机器人",
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "inspector",
                    models.CharField(blank=True, max_length=120, verbose_name="巡察机构"),
                ),
                (
                    "inspected_from",
                    models.DateField(blank=True, null=True, verbose_name="巡察开始"),
                ),
                ("inspected_to", models.DateField(blank=True, null=True, verbose_name="巡察结束")),
                ("feedback_date", models.DateField(blank=True, null=True, verbose_name="反馈日期")),
                (
                    "plan_due",
                    models.DateField(blank=True, null=True, verbose_name="整改方案报送期限"),
                ),
                (
                    "immediate_until",
                    models.DateField(blank=True, null=True, verbose_name="立行立改截止"),
                ),
                (
                    "concentrated_until",
                    models.DateField(blank=True, null=True, verbose_name="集中整改截止"),
                ),
                (
                    "report_due",
                    models.DateField(blank=True, null=True, verbose_name="整改报告报送期限"),
                ),
                (
                    "leading_group",
                    models.CharField(blank=True, max_length=300, verbose_name="领导小组"),
                ),
                (
                    "leading_office",
                    models.CharField(blank=True, max_length=120, verbose_name="领导小组办公室"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="办结时间")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="web.unit",
                        verbose_name="被巡察单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "整改轮次",
                "ordering": ["-feedback_date", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "name"), name="round_name_once_in_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("inspected_from", None),
                            ("inspected_to", None),
                            ("inspected_to__gte", models.F("inspected_from")),
                            _connector="OR",
                        ),
                        name="round_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="姓名")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="职务")),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="业务台账里的人员编码",
                        max_length=40,
                        verbose_name="人员编码",
                    ),
                ),
                ("mobile", models.CharField(blank=True, max_length=20, verbose_name="手机")),
                (
                    "wants_digest",
                    models.BooleanField(default=True, verbose_name="接收每日提醒邮件"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="web.unit",
                        verbose_name="工作单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "人员",
                "ordering": ["name", "id"],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="FileText",
            fields=[
                (
                    "blob",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="read",
                        serialize=False,
                        to="web.blob",
                    ),
                ),
                ("text", models.TextField(blank=True)),
                ("forms", models.JSONField(default=list)),
                ("fault", models.TextField(blank=True)),
                ("read_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="CheckSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=80)),
                ("params", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "检查项参数",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "check_name"), name="check_setting_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Violation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=80)),
                ("key", models.CharField(max_length=600)),
                ("first_seen", models.DateField()),
                ("last_seen", models.DateField()),
                ("gone_on", models.DateField(null=True)),
                ("times", models.PositiveIntegerField(default=1, verbose_name="第几次")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "违反记录",
                "ordering": ["check_name", "key"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "check_name", "key"), name="violation_key_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="序号")),
                ("position", models.PositiveIntegerField()),
                ("area", models.CharField(blank=True, max_length=300, verbose_name="方面")),
                ("group", models.CharField(blank=True, max_length=500, verbose_name="问题")),
                ("problem", models.TextField(verbose_name="具体表现")),
                ("response", models.TextField(blank=True, verbose_name="整改情况")),
                ("goal", models.TextField(blank=True, verbose_name="整改目标")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "level",
                    models.CharField(
                        choices=[("township", "镇级"), ("village", "村级")],
                        default=bihuan.rectification.snapshot.Level["TOWNSHIP"],
                        max_length=10,
                        verbose_name="层级",
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=60, verbose_name="整改类型")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "待交办"),
                            ("rectifying", "整改中"),
                            ("submitted", "待核查"),
                            ("verified", "待销号"),
                            ("closed", "已销号"),
                        ],
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                (
                    "degree",
                    models.CharField(
                        choices=[
                            ("not_done", "未完成"),
                            ("mostly_done", "基本完成"),
                            ("done", "已完成"),
                        ],
                        max_length=12,
                        verbose_name="完成程度",
                    ),
                ),
                ("cycle", models.PositiveIntegerField(default=1, verbose_name="轮次")),
                ("immediate", models.BooleanField(default=False, verbose_name="立行立改")),
                ("standing", models.BooleanField(default=False, verbose_name="长期坚持")),
                ("review_on", models.DateField(blank=True, null=True, verbose_name="复查日期")),
                ("due", models.DateField(blank=True, null=True, verbose_name="整改时限")),
                (
                    "transferred_to",
                    models.CharField(blank=True, max_length=120, verbose_name="移交"),
                ),
                ("transfer_outcome", models.TextField(blank=True, verbose_name="移交结果")),
                (
                    "lead_name",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="责任领导（文件所写）"
                    ),
                ),
                (
                    "unit_names",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="责任单位（文件所写）"
                    ),
                ),
                ("assigned_at", models.DateTimeField(blank=True, null=True)),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("returns", models.PositiveIntegerField(default=0, verbose_name="退回次数")),
                (
                    "earlier_returns",
                    models.PositiveIntegerField(default=0, verbose_name="以往各轮退回次数"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任领导",
                    ),
                ),
                (
                    "owners",
                    models.ManyToManyField(
                        blank=True,
                        related_name="owned",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任人",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="web.round",
                    ),
                ),
                (
                    "units",
                    models.ManyToManyField(
                        blank=True, related_name="findings", to="web.unit", verbose_name="责任单位"
                    ),
                ),
            ],
            options={
                "verbose_name": "问题",
                "ordering": ["round", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="finding_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["draft", "rectifying", "submitted", "verified", "closed"],
                            )
                        ),
                        name="finding_status_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "status__in",
                                    [
                                        bihuan.rectification.status.Status["SUBMITTED"],
                                        bihuan.rectification.status.Status["VERIFIED"],
                                        bihuan.rectification.status.Status["CLOSED"],
                                    ],
                                ),
                                ("submitted_at__isnull", False),
                                ("submitted_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        [
                                            bihuan.rectification.status.Status["SUBMITTED"],
                                            bihuan.rectification.status.Status["VERIFIED"],
                                            bihuan.rectification.status.Status["CLOSED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("submitted_at", None),
                                ("submitted_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="finding_submitted_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "status__in",
                                    [
                                        bihuan.rectification.status.Status["VERIFIED"],
                                        bihuan.rectification.status.Status["CLOSED"],
                                    ],
                                ),
                                ("verified_at__isnull", False),
                                ("verified_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "status__in",
                                        [
                                            bihuan.rectification.status.Status["VERIFIED"],
                                            bihuan.rectification.status.Status["CLOSED"],
                                        ],
                                    ),
                                    _negated=True,
                                ),
                                ("verified_at", None),
                                ("verified_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="finding_verified_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", bihuan.rectification.status.Status["CLOSED"]),
                                ("closed_at__isnull", False),
                                ("closed_by__isnull", False),
                            ),
                            models.Q(
                                models.Q(
                                    ("status", bihuan.rectification.status.Status["CLOSED"]),
                                    _negated=True,
                                ),
                                ("closed_at", None),
                                ("closed_by", None),
                            ),
                            _connector="OR",
                        ),
                        name="finding_closed_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("verified_by", None),
                            models.Q(("verified_by", models.F("submitted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="finding_verifier_is_not_submitter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_by", None),
                            models.Q(
                                models.Q(("closed_by", models.F("verified_by")), _negated=True),
                                models.Q(("closed_by", models.F("submitted_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="finding_closer_is_neither",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", bihuan.rectification.status.Status["CLOSED"]),
                            ("review_on", None),
                            ("standing", True),
                            _negated=True,
                        ),
                        name="finding_standing_closes_with_review",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("transfer_outcome", ""),
                            models.Q(("transferred_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="finding_outcome_needs_transfer",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["round", "status"], name="web_finding_round_i_aeb1d1_idx"),
                    models.Index(fields=["status", "due"], name="web_finding_status_a3e51b_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("as_of", models.DateField(verbose_name="检查日")),
                (
                    "trigger",
                    models.CharField(
                        choices=[("manual", "手动"), ("nightly", "每夜"), ("import", "台账更新后")],
                        max_length=10,
                        verbose_name="起因",
                    ),
                ),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                (
                    "started_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "检查",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="MaterialTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="材料类型")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("due", models.DateField(verbose_name="报送期限")),
                ("note", models.TextField(blank=True, verbose_name="要求")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("changed_at", models.DateTimeField(null=True)),
                ("compared_to", models.DateTimeField(null=True)),
                ("groups", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送任务",
                "ordering": ["-due", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "title"), name="material_task_title_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_index=True, null=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "channel",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="web.channel",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["day", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "day"), name="digest_once_a_day"),
                    models.UniqueConstraint(
                        fields=("channel", "day"), name="robot_digest_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel__isnull", False), ("person", None)),
                            models.Q(("channel", None), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_has_one_receiver",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("superior", "上级来文"),
                            ("template", "范文模板"),
                            ("form", "下发的提纲、表格"),
                        ],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="名称")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.blob"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "对照文本",
                "ordering": ["kind", "-added_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("office", "kind", "blob"),
                        name="reference_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problems", "反馈问题清单"),
                            ("plan", "整改方案"),
                            ("progress", "整改进展情况报告"),
                            ("report", "整改情况报告"),
                            ("notice", "整改情况通报"),
                            ("closure", "销号申请表"),
                            ("ranking", "全镇排名通报"),
                            ("file", "问题整改档案"),
                            ("register", "整改台账"),
                        ],
                        max_length=12,
                        verbose_name="文种",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("internal", "内部"),
                            ("party", "党内通报"),
                            ("public", "向社会公开"),
                        ],
                        max_length=10,
                        verbose_name="公开范围",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=200, verbose_name="标题")),
                ("number", models.CharField(blank=True, max_length=60, verbose_name="发文字号")),
                ("addressee", models.CharField(blank=True, max_length=120, verbose_name="主送")),
                ("signed_by", models.CharField(blank=True, max_length=120, verbose_name="落款")),
                ("signed_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                ("copies_to", models.CharField(blank=True, max_length=200, verbose_name="抄送")),
                ("shown_from", models.DateField(blank=True, null=True, verbose_name="公开自")),
                ("shown_until", models.DateField(blank=True, null=True, verbose_name="公开至")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="联系方式")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("approved_digest", models.CharField(blank=True, max_length=64)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "edited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="web.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "报告",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("shown_from", None),
                            ("shown_until", None),
                            ("shown_until__gte", models.F("shown_from")),
                            _connector="OR",
                        ),
                        name="report_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None),
                                ("approved_by", None),
                                ("approved_digest", ""),
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                models.Q(("approved_digest", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="report_approved_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("created_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="report_not_approved_by_its_preparer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthlyFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("figures", models.JSONField()),
                ("kept_at", models.DateTimeField(auto_now_add=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="months",
                        to="web.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "月度数据",
                "ordering": ["month"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "month"), name="month_kept_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("query", models.CharField(max_length=1000)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name"), name="view_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("kind", models.CharField(max_length=12, verbose_name="类型")),
                ("text", models.TextField()),
                ("register", models.JSONField()),
                ("imported_at", models.DateTimeField(auto_now_add=True)),
                (
                    "blob",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.blob"),
                ),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="web.round",
                    ),
                ),
            ],
            options={
                "verbose_name": "来源文件",
                "ordering": ["imported_at"],
            },
        ),
        migrations.CreateModel(
            name="TheoryTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="测试批次")),
                ("title", models.CharField(max_length=100, verbose_name="名称")),
                ("topics", models.JSONField(verbose_name="专题")),
                ("per_topic", models.PositiveIntegerField(verbose_name="每个专题题数")),
                ("points", models.PositiveIntegerField(verbose_name="每题分值")),
                ("minutes", models.PositiveIntegerField(verbose_name="答题时间（分钟）")),
                ("opens_at", models.DateTimeField(verbose_name="开始")),
                ("closes_at", models.DateTimeField(verbose_name="截止")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "理论测试",
                "ordering": ["-opens_at", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "code"), name="test_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                        name="test_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="用途")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "接口令牌",
            },
        ),
        migrations.CreateModel(
            name="RowPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ledger", models.CharField(max_length=63)),
                ("key", models.CharField(max_length=600)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("taken_at", models.DateTimeField(null=True, verbose_name="拍摄时间")),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.blob"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "台账照片",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "ledger", "key", "blob"), name="row_photo_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problems", "反馈问题清单"),
                            ("plan", "整改方案"),
                            ("progress", "整改进展情况报告"),
                            ("report", "整改情况报告"),
                            ("notice", "整改情况通报"),
                            ("closure", "销号申请表"),
                            ("ranking", "全镇排名通报"),
                            ("file", "问题整改档案"),
                            ("register", "整改台账"),
                        ],
                        max_length=12,
                        verbose_name="文种",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.blob"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="report_templates",
                        to="web.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "报告模板",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("unit", "kind"),
                        name="one_template_for_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "blob",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.blob"),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="web.round",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replies",
                        to="web.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "单位填报",
                "ordering": ["-received_at"],
            },
        ),
        migrations.CreateModel(
            name="QuestionImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("added", models.PositiveIntegerField(verbose_name="新增")),
                ("changed", models.PositiveIntegerField(verbose_name="更改")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "题库导入",
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("clerk", "整改办"),
                            ("owner", "责任人"),
                            ("lead", "责任领导"),
                            ("discipline", "纪检"),
                            ("inspection", "巡察办"),
                            ("administrator", "管理员"),
                            ("reader", "查阅人"),
                        ],
                        max_length=16,
                        verbose_name="角色",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="web.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "任职",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "unit", "role"), name="role_held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ledger", models.CharField(max_length=63, verbose_name="台账")),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("import", "导入"),
                            ("entry", "登记"),
                            ("correction", "更正"),
                            ("removal", "作废"),
                            ("restored", "恢复到以前的版本"),
                            ("materials", "材料报送自动登记"),
                        ],
                        max_length=12,
                        verbose_name="方式",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200, verbose_name="文件名")),
                ("reason", models.TextField(blank=True, verbose_name="理由")),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("added", models.PositiveIntegerField(default=0, verbose_name="新增")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="更改")),
                ("removed", models.PositiveIntegerField(default=0, verbose_name="移出")),
                ("problems", models.JSONField(default=list)),
                (
                    "blob",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.blob",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "台账版本",
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "ledger", "number"), name="ledger_version_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerIntake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("summary", models.JSONField(default=list)),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.blob"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "台账导入",
                "ordering": ["-started_at"],
            },
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("register", models.JSONField()),
                ("started_at", models.DateTimeField(auto_now_add=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "blob",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="web.blob"),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="web.round",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="web.unit"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Appeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ledger", models.CharField(max_length=63)),
                ("key", models.CharField(max_length=600)),
                ("number", models.CharField(max_length=200, verbose_name="编号")),
                ("reply", models.TextField(blank=True, verbose_name="答复")),
                ("satisfied", models.BooleanField(null=True, verbose_name="是否满意")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeated_by",
                        to="web.appeal",
                        verbose_name="重复的是",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "群众事项",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "ledger", "key"), name="appeal_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("satisfied", None),
                            models.Q(("reply", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="appeal_judged_after_its_reply",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerComparison",
            fields=[
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="web.finding",
                    ),
                ),
                ("submitted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CheckOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                (
                    "severity",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        max_length=6,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pass", "通过"),
                            ("fail", "有问题"),
                            ("no_data", "无数据"),
                            ("error", "出错"),
                        ],
                        max_length=8,
                    ),
                ),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("columns", models.JSONField(default=list)),
                ("rows", models.JSONField(default=list)),
                ("message", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
                ("data_at", models.DateTimeField(null=True)),
                ("examined", models.PositiveIntegerField(default=0)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="outcomes",
                        to="web.checkrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "检查结果",
                "ordering": ["check_name"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "check_name"), name="check_outcome_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Cycle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("degree", models.CharField(max_length=12)),
                ("submitted_at", models.DateTimeField()),
                ("verified_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField()),
                ("returns", models.PositiveIntegerField()),
                ("reopened_at", models.DateTimeField()),
                ("reason", models.TextField()),
                (
                    "closed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cycles",
                        to="web.finding",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("finding", "number"), name="cycle_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("taken_at", models.DateTimeField(blank=True, null=True, verbose_name="拍摄时间")),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="web.blob",
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="web.finding",
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="web.evidence",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "佐证材料",
                "ordering": ["added_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("finding", "cycle", "blob"),
                        name="evidence_once_in_cycle",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None),
                                ("withdrawn_because", ""),
                                ("withdrawn_by", None),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_withdrawn_whole_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveIntegerField(default=1)),
                ("until", models.DateField(verbose_name="延期至")),
                ("reason", models.TextField(verbose_name="理由")),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("granted", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("due_before", models.DateField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="extensions",
                        to="web.finding",
                    ),
                ),
            ],
            options={
                "verbose_name": "延期",
                "ordering": ["asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("granted", None)),
                        fields=("finding",),
                        name="one_open_extension",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_at", None), ("answered_by", None), ("granted", None)
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("granted__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="extension_answered_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_by", None),
                            models.Q(("answered_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="extension_not_granted_to_oneself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Issue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版次")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("problems", "反馈问题清单"),
                            ("plan", "整改方案"),
                            ("progress", "整改进展情况报告"),
                            ("report", "整改情况报告"),
                            ("notice", "整改情况通报"),
                            ("closure", "销号申请表"),
                            ("ranking", "全镇排名通报"),
                            ("file", "问题整改档案"),
                            ("register", "整改台账"),
                        ],
                        max_length=12,
                        verbose_name="文种",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("internal", "内部"),
                            ("party", "党内通报"),
                            ("public", "向社会公开"),
                        ],
                        max_length=10,
                        verbose_name="公开范围",
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("approved_text", models.TextField()),
                ("published_text", models.TextField()),
                ("changes", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                ("reason", models.TextField(blank=True, verbose_name="仍要印发的原因")),
                ("body", models.TextField()),
                ("slug", models.CharField(max_length=20, null=True, unique=True)),
                ("shown_from", models.DateField(null=True, verbose_name="公开自")),
                ("shown_until", models.DateField(null=True, verbose_name="公开至")),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="联系方式")),
                ("approved_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.TextField(blank=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="issues",
                        to="web.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "印发的报告",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "number"), name="issue_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("audience", "internal"),
                            models.Q(
                                ("approved_at__isnull", False), ("approved_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="issue_for_others_is_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by", None),
                            models.Q(("approved_by", models.F("prepared_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="issue_not_approved_by_its_preparer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("audience", "public"),
                                ("shown_from__isnull", False),
                                ("shown_until__isnull", False),
                                ("slug__isnull", False),
                            ),
                            models.Q(
                                models.Q(("audience", "public"), _negated=True), ("slug", None)
                            ),
                            _connector="OR",
                        ),
                        name="issue_has_an_address_where_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdrawn_at", None),
                                ("withdrawn_because", ""),
                                ("withdrawn_by", None),
                            ),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="issue_withdrawn_whole_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Measure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField(verbose_name="整改措施")),
                ("outcome", models.TextField(blank=True, verbose_name="成效")),
                (
                    "outcome_type",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("institution", "建章立制"),
                            ("recovered", "挽回损失"),
                            ("accountability", "追责问责"),
                            ("extended", "举一反三"),
                            ("campaign", "专项整治"),
                            ("other", "其他成效"),
                        ],
                        max_length=16,
                        verbose_name="成效类型",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="数量"
                    ),
                ),
                ("reported_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="measures",
                        to="web.finding",
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "整改措施",
                "ordering": ["position", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="measure_amount_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", ""), ("reported_at", None), ("reported_by", None)),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("reported_at__isnull", False),
                                ("reported_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="measure_reported_whole_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mechanism",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="制度或措施")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("weekly", "每周"),
                            ("monthly", "每月"),
                            ("quarterly", "每季度"),
                            ("half_yearly", "每半年"),
                            ("yearly", "每年"),
                        ],
                        max_length=12,
                        verbose_name="频次",
                    ),
                ),
                ("ledger", models.CharField(max_length=63, verbose_name="台账")),
                ("filters", models.JSONField(default=dict, verbose_name="只算")),
                ("starts_on", models.DateField(verbose_name="起算日期")),
                ("ended_on", models.DateField(null=True, verbose_name="停止日期")),
                ("ended_because", models.TextField(blank=True, verbose_name="停止的理由")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "finding",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mechanisms",
                        to="web.finding",
                        verbose_name="来自问题",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.unit",
                        verbose_name="单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "长效机制",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_because", ""), ("ended_on", None)),
                            models.Q(
                                ("ended_on__isnull", False),
                                models.Q(("ended_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mechanism_ended_whole_or_not",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("occasion", models.CharField(max_length=60)),
                ("text", models.CharField(max_length=300)),
                ("made_on", models.DateField()),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="web.finding",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-made_on", "-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "finding", "occasion"), name="notice_once_per_occasion"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="序号")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("owed", "待报"),
                            ("handed_in", "待审"),
                            ("returned", "退回"),
                            ("approved", "通过"),
                        ],
                        default="owed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("returns", models.PositiveIntegerField(default=0, verbose_name="退回次数")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="最近退回")),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报送人",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="obligations",
                        to="web.materialtask",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.unit",
                        verbose_name="报送单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "应报材料",
                "ordering": ["task", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "number"), name="obligation_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("task", "unit"),
                        name="obligation_of_unit_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("task", "person"),
                        name="obligation_of_person_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("handed_in_at", None), ("status", "owed")),
                            models.Q(
                                models.Q(("status", "owed"), _negated=True),
                                ("handed_in_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="obligation_handed_in_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("returned_at", None), ("returns", 0)),
                            models.Q(("returned_at__isnull", False), ("returns__gt", 0)),
                            _connector="OR",
                        ),
                        name="obligation_returned_whole_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Recurrence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveIntegerField()),
                ("check_name", models.CharField(max_length=80)),
                ("days_clean", models.PositiveIntegerField()),
                ("rows", models.PositiveIntegerField()),
                ("same_keys", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recurrences",
                        to="web.finding",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.checkrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "反弹",
                "ordering": ["made_at"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveIntegerField()),
                ("rule", models.CharField(max_length=40)),
                (
                    "severity",
                    models.CharField(
                        choices=[("high", "high"), ("medium", "medium"), ("low", "low")],
                        max_length=6,
                    ),
                ),
                ("message", models.TextField()),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("gone_at", models.DateTimeField(blank=True, null=True)),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="remarks",
                        to="web.finding",
                    ),
                ),
            ],
            options={
                "verbose_name": "体检意见",
                "ordering": ["made_at", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("finding", "cycle", "rule", "message"), name="remark_made_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None), ("answered_by", None)),
                            models.Q(
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="remark_answered_whole_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person_code", models.CharField(max_length=40, verbose_name="人员编码")),
                ("paper", models.JSONField(default=list)),
                ("answers", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(null=True)),
                ("handed_in_at", models.DateTimeField(null=True)),
                ("marks", models.JSONField(default=dict)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sittings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sittings",
                        to="web.theorytest",
                    ),
                ),
            ],
            options={
                "verbose_name": "答卷",
                "ordering": ["person__name", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("test", "person"), name="test_sat_once"),
                    models.UniqueConstraint(
                        fields=("test", "person_code"), name="test_code_sits_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("handed_in_at", None), ("started_at__isnull", False), _connector="OR"
                        ),
                        name="sitting_handed_in_was_started",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("topic", models.CharField(max_length=100, verbose_name="专题")),
                (
                    "kind",
                    models.CharField(
                        choices=[("single", "单选"), ("multiple", "多选"), ("true_false", "判断")],
                        max_length=10,
                        verbose_name="题型",
                    ),
                ),
                ("text", models.CharField(max_length=1000, verbose_name="题目")),
                ("options", models.JSONField()),
                ("solution", models.JSONField()),
                ("active", models.BooleanField(default=True)),
                (
                    "brought",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="web.questionimport",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "试题",
                "ordering": ["topic", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("active", True)),
                        fields=("office", "topic", "text"),
                        name="question_asked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ledger", models.CharField(max_length=63)),
                ("key", models.CharField(max_length=600)),
                ("values", models.JSONField()),
                (
                    "since",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brought",
                        to="web.ledgerversion",
                    ),
                ),
                (
                    "until",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="web.ledgerversion",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.unit"
                    ),
                ),
            ],
            options={
                "verbose_name": "台账记录",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("office", "ledger", "key"),
                        name="ledger_row_stands_once",
                    )
                ],
                "indexes": [
                    models.Index(
                        fields=["office", "ledger", "until"], name="web_ledgerr_office__f9772d_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Unmasking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="文字")),
                ("reason", models.CharField(max_length=200, verbose_name="理由")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unmasked",
                        to="web.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "不遮蔽的文字",
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("report", "text"), name="unmasked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="unmasked_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Waiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cycle", models.PositiveIntegerField()),
                (
                    "gate",
                    models.CharField(
                        choices=[
                            ("role", "权限"),
                            ("status", "状态"),
                            ("reason", "原因"),
                            ("responsible", "责任单位"),
                            ("deadline", "整改时限"),
                            ("measure", "整改措施"),
                            ("outcome", "措施成效"),
                            ("evidence", "佐证材料"),
                            ("transfer", "移交结果"),
                            ("check", "检查项"),
                            ("remark", "体检意见"),
                            ("submitter", "与提交人分开"),
                            ("verifier", "与核查人分开"),
                            ("asker", "与申请人分开"),
                            ("interest", "与责任单位分开"),
                            ("degree", "完成情况"),
                            ("review", "复查日期"),
                            ("waiver", "豁免"),
                        ],
                        max_length=20,
                    ),
                ),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(verbose_name="理由")),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="web.finding",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "免除",
                "ordering": ["given_at"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("finding", "cycle", "gate", "subject"), name="gate_waived_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="waiver_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gate__in",
                                [
                                    bihuan.rectification.gates.Gate["CHECK"],
                                    bihuan.rectification.gates.Gate["EVIDENCE"],
                                    bihuan.rectification.gates.Gate["MEASURE"],
                                    bihuan.rectification.gates.Gate["OUTCOME"],
                                    bihuan.rectification.gates.Gate["REMARK"],
                                    bihuan.rectification.gates.Gate["TRANSFER"],
                                ],
                            )
                        ),
                        name="waiver_of_a_waivable_gate",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Withholding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="段落")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("state_secret", "国家秘密"),
                            ("forbidden", "法律、行政法规禁止公开"),
                            ("safety", "危及国家安全、公共安全、经济安全、社会稳定"),
                            ("business_secret", "商业秘密"),
                            ("privacy", "个人隐私"),
                            ("internal", "内部事务信息"),
                            ("process", "过程性信息"),
                            ("work_secret", "工作秘密"),
                            ("case", "可能影响案件办理"),
                            ("party_secret", "党内不宜公开的事项"),
                        ],
                        max_length=20,
                        verbose_name="理由",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withheld",
                        to="web.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "不予公开的段落",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "reason__in",
                                [
                                    "state_secret",
                                    "forbidden",
                                    "safety",
                                    "business_secret",
                                    "privacy",
                                    "internal",
                                    "process",
                                    "work_secret",
                                    "case",
                                    "party_secret",
                                ],
                            )
                        ),
                        name="withheld_for_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("format", models.CharField(max_length=5)),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.blob"
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="web.issue",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("issue", "format"), name="issued_once_in_a_format"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due", models.DateField(verbose_name="应有记录的日期")),
                ("raised_on", models.DateField(verbose_name="告警日期")),
                ("heard_on", models.DateField(null=True, verbose_name="恢复日期")),
                (
                    "mechanism",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alarms",
                        to="web.mechanism",
                    ),
                ),
            ],
            options={
                "verbose_name": "长效机制告警",
                "ordering": ["-due"],
                "constraints": [
                    models.UniqueConstraint(fields=("mechanism", "due"), name="alarm_once_a_date")
                ],
            },
        ),
        migrations.CreateModel(
            name="Objection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ticket", models.CharField(max_length=20, unique=True, verbose_name="查询码")),
                ("objection", models.TextField(verbose_name="异议内容")),
                ("objector", models.CharField(blank=True, max_length=40, verbose_name="称呼")),
                ("reach", models.CharField(blank=True, max_length=80, verbose_name="联系方式")),
                ("origin", models.CharField(db_index=True, max_length=64)),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("received", "已收到"),
                            ("accepted", "已受理"),
                            ("declined", "不予受理"),
                            ("answered", "已答复"),
                        ],
                        default="received",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="告知时间")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="答复时间")),
                ("answer", models.TextField(blank=True, verbose_name="答复")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="经办人",
                    ),
                ),
                (
                    "issue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="objections",
                        to="web.issue",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开异议",
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("status", "received")),
                            models.Q(
                                models.Q(("status", "received"), _negated=True),
                                ("decided_at__isnull", False),
                                ("handler__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="objection_decided_by_its_handler",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("status__in", ["received", "accepted"])),
                            models.Q(
                                ("status__in", ["declined", "answered"]),
                                models.Q(("answer", ""), _negated=True),
                                ("answered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="objection_answered_whole_or_not",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandIn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="版本")),
                ("name", models.CharField(max_length=200, verbose_name="文件名")),
                ("handed_in_at", models.DateTimeField(auto_now_add=True)),
                ("leftovers", models.JSONField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("returned", "退回"), ("approved", "通过")],
                        max_length=10,
                        verbose_name="审核",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="意见")),
                ("judged_at", models.DateTimeField(null=True)),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="web.blob"
                    ),
                ),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "judged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_ins",
                        to="web.obligation",
                    ),
                ),
            ],
            options={
                "verbose_name": "报送版本",
                "ordering": ["obligation", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("obligation", "number"), name="hand_in_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("judged_at", None), ("judged_by", None), ("verdict", "")),
                            models.Q(
                                models.Q(("verdict", ""), _negated=True),
                                ("judged_at__isnull", False),
                                ("judged_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="hand_in_judged_whole_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), ("verdict", "returned"), _negated=True),
                        name="hand_in_returned_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CopiedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("answer", "措施和成效"), ("evidence", "佐证材料")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("other_name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("other_text", models.TextField()),
                ("share", models.FloatField()),
                ("passages", models.JSONField(default=list)),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="web.finding",
                    ),
                ),
                (
                    "remark",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="copied",
                        to="web.remark",
                    ),
                ),
            ],
            options={
                "verbose_name": "雷同的整改",
            },
        ),
        migrations.CreateModel(
            name="CheckBinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=80)),
                ("title", models.CharField(max_length=200)),
                ("shows", models.DateTimeField(null=True)),
                ("bound_at", models.DateTimeField(auto_now_add=True)),
                (
                    "bound_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bindings",
                        to="web.finding",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="bindings",
                        to="web.checkoutcome",
                    ),
                ),
            ],
            options={
                "verbose_name": "关联检查项",
                "ordering": ["check_name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("finding", "check_name"), name="check_bound_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Overlap",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", models.FloatField()),
                ("other_share", models.FloatField()),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("verbatim", "verbatim"),
                            ("edited", "edited"),
                            ("similar", "similar"),
                            ("common-source", "common-source"),
                        ],
                        max_length=16,
                    ),
                ),
                ("passages", models.JSONField(default=list)),
                (
                    "hand_in",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="overlaps",
                        to="web.handin",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="web.handin",
                    ),
                ),
                (
                    "reference",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="web.reference",
                    ),
                ),
            ],
            options={
                "verbose_name": "相似",
                "ordering": ["-share", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("other", None), ("reference__isnull", False)),
                            models.Q(("other__isnull", False), ("reference", None)),
                            _connector="OR",
                        ),
                        name="overlap_with_one_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("other", None),
                            models.Q(("other", models.F("hand_in")), _negated=True),
                            _connector="OR",
                        ),
                        name="overlap_not_with_itself",
                    ),
                ],
            },
        ),
    ]
