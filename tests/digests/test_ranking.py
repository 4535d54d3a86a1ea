import pytest

from digests.analysis import analyse
from digests.ranking import (
    FEATURES,
    frequent_terms,
    heading_share,
    introduction,
    length,
    like_ending,
    nearby,
    other_headings,
    other_names,
    rank,
    title_share,
    topic_subject,
)
from digests.weights import WEIGHTS
from tests.digests.written import BRIDGES, essay

COMMON = (
    "桥梁城市河流山川道路石头。",
    "道路石头木头泥土桥梁城市。",
    "河流山川木头泥土水泥钢铁。",
    "水泥钢铁道路城市河流桥梁。",
)
DOGS = ("狗在楼下吃饭喝水。", "狗在楼下吃饭睡觉。", "狗在门口吃饭喝水。", "狗在门口喝水叫唤。")


def test_every_feature_measures_every_sentence() -> None:
    """A feature gives one number for each sentence, also when there is none."""
    for written in (BRIDGES, essay(), essay("桥。"), essay("The bridge is old. It fell.", title="Bridge")):
        analysis = analyse(written)
        for feature in FEATURES:
            assert len(feature.measure(analysis)) == len(analysis.sentences), feature.name


def test_released() -> None:
    """Of an analysis that was released nothing is held any more, and what was taken from it is whole."""
    analysis = analyse(BRIDGES)
    rank(analysis)
    sentences = analysis.sentences
    analysis.release()
    assert not vars(analysis)
    assert sentences == analyse(BRIDGES).sentences


def test_feature_names() -> None:
    """Features are told apart by their names."""
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)


def test_every_feature_has_weights() -> None:
    """The table of weights knows the features and no others."""
    assert list(WEIGHTS) == [feature.name for feature in FEATURES]


def test_headings() -> None:
    """What takes up the heading over it, or one over another part, is told from what does not."""
    written = essay("# 石头桥", "石头桥很老了。", "木板路很新。", "# 木板路", "猫在屋顶睡觉。", title="题")
    own, others = heading_share(analyse(written)), other_headings(analyse(written))
    assert own[0] == max(own) > own[1] == own[2] == 0
    assert others[1] == max(others) > others[0] == others[2] == 0


def test_said_again() -> None:
    """A sentence that the end takes up is like the ending; the end itself is not."""
    end = ("从前说过。", "桥是约定。", "两岸要走。", "到此为止。")
    values = like_ending(analyse(essay("桥是两岸的约定。", "猫在屋顶睡觉。", *end)))
    assert values[0] > values[1]
    assert values[-4:] == (0, 0, 0, 0)


def test_frequent_terms() -> None:
    """What holds the words that come again and again holds the frequent terms."""
    values = frequent_terms(
        analyse(essay("桥梁连接城市。", "桥梁改变城市。", "猫在屋顶睡觉。", "桥梁城市。"))
    )
    assert values[3] > values[2]


def test_nearby() -> None:
    """A sentence has a part of what its neighbours have, and nothing of those farther off."""
    written = essay("石头桥梁很老。", "猫在睡觉。", "狗也在睡觉。", title="石头桥梁")
    own, beside, apart = nearby(title_share)(analyse(written))
    assert own > beside > apart == 0


def test_topic_subject() -> None:
    """A sentence that opens with a word of the title has the essay's topic for its subject."""
    assert topic_subject(analyse(essay("桥梁连接两岸的人。", title="桥梁"))) == (1.0,)
    late = essay("猫在高高的屋顶上睡觉，梦见了桥梁。", *DOGS, title="桥梁")
    assert topic_subject(analyse(late))[0] == 0


def test_title_share() -> None:
    """Half of the title's pairs of characters count as the whole of it."""
    analysis = analyse(essay("石头桥梁很老。", "猫在睡觉。", title="石头桥梁"))
    assert title_share(analysis) == (1.0, 0.0)


@pytest.mark.parametrize(
    "text",
    [
        "太短了。",
        "难道桥真的只是石头和水泥堆出来的吗？",
        "修桥这件事情说起来主要有下面几个方面：",
        "这个句子写到一半就停在了一个逗号后面，",
        "他站在桥头对所有人说：“这座桥不属于任何人。”",
        "“这座桥不属于任何人，它属于河。”",
        "他在桥上说了一句“这座桥其实并不存在。",
        "虽然所有的人都知道桥早晚有一天会塌下来。",
        "很多人以为，修桥是工程师一个人的事情。",
        "本文想和大家聊聊修桥的钱从哪里来。",
        "关于修桥的其余几个步骤，这里就不再赘述。",
        "修桥的步骤可以参考如下的施工图，非常具体。",
        "接下来给大家介绍一下修桥的几个步骤。",
        "我们再来看一下修桥的人要学什么。",
        "图中的五条曲线就是五座桥的年龄。",
        "希望这篇短文能让你也想去修一座桥。",
        "感谢所有在雨里修桥的人和他们的家人。",
        "修桥的人说，“桥是两岸的约定，没有约定就没有桥”。",
        "桥要有人年年去修，" * 15 + "不然就会塌。",
        "如果你想了解更多修桥的事，请查看县里的指南。",
        "对造桥感兴趣的朋友可以去老工匠家里坐坐。",
        "在接下来的部分，老工匠细细讲了怎样选石头。",
        "我们先来看看这座桥修到今天花了多少钱。",
        "期待这座桥在往后的日子里发挥更大的作用。",
        "试想一下，你站在一座没有栏杆的桥上。",
        "比如，有的桥只在赶集的日子里有人走。",
        "如河东的老桥，石料就是从山里一块块背来的。",
        "如何把一座没有人走的旧桥好好地修起来。",
        "桥修好了，路也通了，可是走桥的人……",
        "一种选择是把旧桥拆掉，在原地造一座新的。",
        "第一个问题是石料运到岸边要走三天的山路。",
        "先量河宽——>再选石料——>然后打桩——>最后铺面。",
        "从花费来看，很多人以为拆桥一定比修桥便宜。",
        "当然，你可以请邻村的人来帮忙修这座桥。",
        "但以下这三个从前修桥人的现实不容忽视。",
    ],
)
def test_not_clean(text: str) -> None:
    """Fragments, questions, speech, announcements, examples and half concessions are not shown."""
    assert rank(analyse(essay(text))).clean == (False,)


@pytest.mark.parametrize(
    "text",
    [
        "所有这些桥都说着同一个词：“往来”，这就够了。",
        "如果没有人年年走过，再好的桥也会荒掉。",
        "如今会用石头造桥的人已经没有几个了。",
        "如何修桥取决于两岸的人有多想往来。",
        "一种桥是给人走的，另一种桥是给人看的。",
    ],
)
def test_clean(text: str) -> None:
    """A quoted term, a condition, an indirect question and both halves of a pair are statements."""
    assert rank(analyse(essay(text))).clean == (True,)


def test_takeaways() -> None:
    """What sums up part after part is no name of somebody who speaks in turn."""
    texts = ("总结：石桥要年年有人来修。", "总结：木桥要年年有人换板。", "总结：浮桥要夜夜有人看守。")
    assert rank(analyse(essay(*(f"{text}河水不会等人，人也不该等河水。" for text in texts)))).clean[::2] == (
        True,
        True,
        True,
    )


def test_other_names() -> None:
    """A foreign name counts against a sentence unless the essay is about what it names."""
    texts = ("Redis 是数据库。", "Oracle 和 Java 说来话长。")
    counts = other_names(analyse(essay(*texts, *DOGS, *COMMON, title="Redis 入门")))
    assert counts[:2] == (0.0, 0.5)


def test_introduction() -> None:
    """A technical text opens with what it is about, and with more weight if it says what that is."""
    texts = ("Redis 是一个放在内存里的数据库。", "Redis 很快。", "猫在屋顶睡觉。")
    assert introduction(analyse(essay(*texts, "` GET key", title="Redis 入门"))) == (3.0, 1.0, 0.0)
    assert introduction(analyse(essay(*texts[2:] * 3, "桥是路的一个部分。", title="桥"))) == (0.0,) * 4


def test_length() -> None:
    """A longer sentence says more, up to where it gets too long."""
    short, middle, long = length(
        analyse(essay("桥要修。", "桥要有人修，" * 9 + "修。", "桥要有人修，" * 19 + "修。"))
    )
    assert short < middle > long


def test_numbers_bracket() -> None:
    """The bracket behind an item's number is no bracket left open."""
    assert rank(analyse(essay("1）修桥的人要年年走过这座桥。"))).clean == (True,)


def test_refrain_is_not_clean() -> None:
    """What comes again and again word by word, or but for a number, is no statement."""
    form = [f"第{i}座桥的长度以当时的测量为准。" for i in range(6)]
    clean = rank(analyse(essay(*form, "桥的意义从来都不在于石头本身。"))).clean
    assert clean == (*[False] * 6, True)


def test_quotations_are_not_clean() -> None:
    """A block quotation is not the author's own word."""
    analysis = analyse(essay("> 桥的意义从来都不在于石头本身。", "桥的意义从来都不在于石头本身。"))
    assert rank(analysis).clean == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "这同样是一种进步，而且并不容易。",
        "其结果是没有人再去修桥了。",
        "因此，桥最后还是塌了下来。",
        "但是桥最后还是塌了下来。",
        "第二，桥要有人年年都去修。",
        "对于修桥的人来讲，这才是关键所在。",
        "或许，这就是桥最初的意义吧。",
        "当两者连成一片，城市才活了过来。",
        "如果我们能把前者修好，就够了。",
        "随着时代的发展，二者渐渐离不开了。",
        "与上述办法不同，修桥要慢慢来。",
        "综合以上几点，桥应当修在上游。",
        "上面的桥塌了以后没有人再来修。",
        "从这座桥上面的例子可以看出道理。",
        "虽然从短期来看，这种桥修起来便宜。",
        "典型的，比如那些没有人走的桥。",
        "才能让两岸的人都愿意往来。",
        "然后把桥面上的草一棵一棵拔掉。",
        "导致两岸的人再也不愿意往来。",
        "修桥的另一种办法是找邻村借工匠。",
        "可以理解为，桥是两岸的一句约定。",
        "针对第一点，修桥的人要先去看石料。",
        "对于过桥的人而言，则是多走一里路。",
        "The two are never built together.",
        "When both are built, the town is alive.",
        "If such bridges fall, nobody weeps.",
        "This is why the bridge fell down.",
        "However, the bridge fell down at last.",
    ],
)
def test_hangs(text: str) -> None:
    """A sentence that opens with a reference or a link hangs in the air."""
    language = essay(text, title="题" if not text.isascii() else "Bridges")
    assert rank(analyse(language)).hangs == (True,)


@pytest.mark.parametrize(
    "text",
    [
        "其实桥的意义从来都不在于石头。",
        "也许桥的意义从来都不在于石头。",
        "的确，桥的意义不在于石头。",
        "与其修一座新桥，不如先把旧桥修好。",
        "第一，桥要有人年年都去修。",
        "三年以上的桥都要检查一遍。",
        "河上的桥与岸上的路二者缺一不可。",
        "有一条修桥的老规矩，那就是：修。",
        "因为没有人年年走，所以桥面长满了草。",
        "When both the road and the bridge are built, the town is alive.",
        "If things such as bridges fall, somebody weeps.",
        "The bridge fell down at last.",
    ],
)
def test_stands_alone(text: str) -> None:
    """A sentence that opens with its own matter stands alone."""
    assert rank(analyse(essay(text, title="Bridges" if text.isascii() else "题"))).hangs == (False,)


def test_same_result() -> None:
    """The same essay has the same ranking."""
    assert rank(analyse(BRIDGES)) == rank(analyse(BRIDGES))
