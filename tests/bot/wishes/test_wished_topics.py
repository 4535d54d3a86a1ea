"""Wishes for topics, for all of them, and words that may be a topic."""

from datetime import time

import pytest

from bot.wishes.understanding import understand
from bot.wishes.wish import Wish, option


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ('"平台 经济" -流量', '"平台 经济" -流量'),
        ("作者：孟永輝 title:革命 after:2021", "作者：孟永輝 title:革命 after:2021"),
        ("Asia/Taipei -流量", "-流量"),
        ('"war at 8:00 in Berlin"', '"war at 8:00 in Berlin"'),
        ("话题：产业互联网", "产业互联网"),
        ("話題 教育", "教育"),
        ("關於教育的文章", "教育"),
        ("topics: war, peace, author:Graham", "war peace author:Graham"),
        ("topics: Berlin", "Berlin"),
        ("about the sun", "sun"),
        ("about startups every weekday in silence", "startups"),
    ],
)
def test_topics(text: str, topics: str) -> None:
    """What is marked as a topic is one, as it was typed and without its label."""
    for whole in (f"7:15 {text}", f"{text} 7:15"):
        wish = understand(whole)
        assert wish.topics == topics
        assert wish.times[0] == time(7, 15)
        assert wish.unclear == ()


@pytest.mark.parametrize(
    "text",
    [
        *(
            "all topics",
            "any topic",
            "no topics",
            "without topics",
            "everything",
            "topics all",
            "topics: all",
        ),
        *("topics off", "topics none", "topics any", "about everything", "All topics", "all", "topics: -"),
        *("话题 不限", "话题：全部", "所有话题", "全部话题", "不要话题", "话题不限", "不限话题", "取消话题"),
        *(
            "清除话题",
            "不限",
            "全部",
            "關於一切",
            "話題不限",
            "話題：全部",
            "所有話題",
            "取消話題",
            "所有文章",
        ),
    ],
)
def test_everything(text: str) -> None:
    """That all topics are wanted is read as people say it, and as the answers do."""
    assert understand(text) == Wish(everything=True)
    assert understand(f"7:15 {text}") == Wish(times=(time(7, 15),) * 7, everything=True)
    assert understand(option("topics", text)) == Wish(everything=True)


@pytest.mark.parametrize("words", ["-", "*", "all", "none", "no", "不限", "全部", "無", "All topics"])
def test_everything_filled_in(words: str) -> None:
    """Where topics are filled in, a word for all or none of them is enough."""
    assert understand(option("topics", words)) == Wish(everything=True)


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("about all things", "all things"),
        ("话题：无人机", "无人机"),
        ("关于全部历史", "全部历史"),
        ("topics: no war", "no war"),
        (option("topics", "everything else"), "everything else"),
        (option("topics", "-war"), "-war"),
    ],
)
def test_not_everything(text: str, topics: str) -> None:
    """A topic that begins with such a word is a topic."""
    assert understand(text) == Wish(topics=topics)


def test_everything_but() -> None:
    """Topics said with all of them are the only ones from now on."""
    assert understand("all topics -直播") == Wish(topics="-直播", everything=True)


@pytest.mark.parametrize(
    "words",
    [
        "产业互联网",
        "中国 经济",
        "上海证券",
        "三体",
        "5G网络",
        "2021 革命",
        "eat cat food",
        "money sunny friends",
        "Atlantis",
        "English",
        "短篇",
        "short stories",
        "too long",
        "无声的革命",
        "三篇论文",
        "quiet luxury",
        "免打扰模式",
        "明天会更好",
        "下周刊",
        "nowhere at all",
        "money and power",
        "war, peace",
        "everything is illuminated",
        "全部免费",
    ],
)
def test_words(words: str) -> None:
    """What says nothing of time, place or manner is handed back as it was typed, and is no topic yet."""
    assert understand(f"7:15 {words}") == Wish(times=(time(7, 15),) * 7, words=words)
