"""What essays of many publishers state is found, where the samples are at hand."""

from pathlib import Path

import pytest

from digests.model import BlockKind, Essay
from digests.reading import read

PM = "人人都是产品经理"
# File, title, author, date, source, beginning of the lead, how many headings, and the first of them.
FACTS = [
    (
        "01",
        "为播客而生｜播客APP小宇宙产品分析报告",
        "魍鬻閮|||🌋",
        "2023-01-27",
        PM,
        "随着博客的",
        30,
        "前言",
    ),
    (
        "02",
        "搞定这3个问题，我成了产品负责人",
        "吴三非",
        "2022-07-05",
        PM,
        "把握好需求",
        6,
        "一、What：产品迭代有哪些问题？",
    ),
    (
        "03",
        "2023年门口：致消费行业创业者",
        "投资人史松坡",
        "2023-01-01",
        PM,
        "2022年是",
        7,
        "一、请你放弃红利的念头",
    ),
    (
        "04",
        "策略产品经理必读系列— 第三讲梯度下降法",
        "搜广推策略James",
        "2022-08-07",
        PM,
        "机器学习是",
        10,
        "01 引入",
    ),
    (
        "05",
        "优秀的产品总监，应该是什么样？",
        "产品大峡谷",
        "2022-01-29",
        PM,
        "作为一名产",
        5,
        "一、产品业务能力要专业，至少也要有基础",
    ),
    ("06", "校园传媒创业应该怎么搞：洞察历史走向未来", "小白龙Mars", "2023-12-15", PM, "前几年的共", 0, None),
    (
        "07",
        "在 WordPress 下如何通过 Markdown 来提高工作效率",
        "Ayo Isaiah",
        None,
        "Linux中国",
        None,
        4,
        "安装",
    ),
    ("08", "Duc：一个能够可视化洞察硬盘使用情况的工具包", "sk", None, "Linux中国", None, 6, "安装 Duc"),
    ("09", "systemd 日志维护指南（附实例）", "Arindam", None, "Linux中国", "systemd", 9, "systemd 日志维护"),
    (
        "10",
        "Golang 对于 DevOps 之利弊(第 1 部分，共 6 部分)：Goroutines, Panics 和 Errors",
        "Matthew Barlocker",
        None,
        "Go 中文网",
        None,
        11,
        "Go 语言的好处 1: Goroutines — 轻量，内核级线程",
    ),
    ("11", "仔细研究 Go(golang) 类型系统", "Ankur Anand", None, "Go 中文网", None, 10, "为什么我们需要类型"),
    ("12", "从搜索序列文本看高端商务车", "朱雪宁、王汉生", "2016-05-27", None, None, 25, "一、业务介绍"),
    ("13", "为什么我不是R方的粉丝", "John Myles White", "2016-09-01", None, None, 7, "本文大意"),
    ("14", "地区分布图及其应用", "黄湘云", "2022-05-22", None, "在美国和日", 18, "本文概览"),
    (
        "15",
        "支付宝资深技术专家尹博学：新一代金融核心突破之全分布式单元化技术架构",
        "尹博学",
        "2020-07-09",
        None,
        "过去几年是",
        3,
        "行业常见分布式架构",
    ),
    (
        "16",
        "SOFABoot 4.0 正式发布，多项新特性等你来体验！",
        None,
        "2023-07-11",
        None,
        None,
        21,
        "Part.1 「亿点点」新特性",
    ),
    (
        "17",
        "TiDB 最佳实践系列（一）高并发写入常见热点问题及规避方法",
        "姚维",
        "2019-09-05",
        None,
        "本文通过阐",
        9,
        "面向的对象",
    ),
    ("18", "Istio 庖丁解牛六：多集群网格应用场景", "钟华", "2019-08-01", None, "利用 is", 3, "异地容灾"),
    ("19", "前端优化实践总结", "Mihan", "2016-04-12", None, "结合项目总", 19, "高清图适配优化"),
    (
        "20",
        "Meet MyUSA: Your one account for government",
        "kate",
        "2015-05-18",
        None,
        "Soon,",
        4,
        "What is MyUSA?",
    ),
]


def sample(shared: Path, number: str) -> Essay:
    """The sample of this number."""
    (path,) = (shared / "samples").glob(f"{number}_*")
    return read(path.read_bytes(), path.name)


@pytest.mark.parametrize("facts", FACTS, ids=[facts[0] for facts in FACTS])
def test_facts(
    shared: Path, facts: tuple[str, str, str | None, str | None, str | None, str | None, int, str]
) -> None:
    """Title, author, date, source, lead and headings are those that are stated."""
    number, title, author, date, source, lead, count, first = facts
    essay = sample(shared, number)
    headings = [block.text for block in essay.blocks if block.kind is BlockKind.HEADING]
    assert (essay.title, essay.author, essay.source) == (title, author, source)
    assert essay.date == date or str(essay.date) == date
    assert essay.lead == lead or (essay.lead or "").startswith(lead or "?")
    assert (len(headings), next(iter(headings), None)) == (count, first)


@pytest.mark.parametrize("number", [facts[0] for facts in FACTS])
def test_no_margins(shared: Path, number: str) -> None:
    """Nothing of the platforms, and no markup, is left among the sentences."""
    text = "\n".join(
        block.text for block in sample(shared, number).blocks if block.kind is not BlockKind.CODE
    )
    chrome = (
        "微信扫一扫",
        "题图来自",
        "赞赏 收藏",
        "未经许可",
        "荣誉推出",
        "校对：",
        "浏览 ",
        "查看详情",
        "关注人人",
    )
    markup = ("**", "](", "<!--", "{%", "<p", "&nbsp;", "^[", "@ref(")
    assert [words for words in (*chrome, *markup) if words in text] == []
