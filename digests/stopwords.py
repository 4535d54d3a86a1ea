"""Words that say too little to stand for what a text is about."""

CHINESE = frozenset(
    # function words
    "的 了 是 在 和 也 就 都 而 及 与 着 或 不 之 以 把 被 让 给 从 向 比 等 对 到 为 于 将 由 使 并 且 "
    "又 再 还 很 更 最 太 才 只 地 得 过 吗 呢 吧 啊 呀 嘛 其 此 该 各 每 某 所 者 则 若 如 即 便 却 但 "
    "因 故 虽 尽管 虽然 但是 不过 然而 可是 而且 并且 以及 因为 所以 因此 于是 从而 由于 如果 假如 只要 "
    "只有 除非 无论 不管 即使 哪怕 既然 不仅 不但 不只 反而 或者 还是 要么 而是 就是 不是 只是 可以 能够 "
    "能 会 要 应 应该 应当 必须 需要 可能 也许 或许 大概 似乎 好像 正在 已经 曾经 曾 刚 刚刚 即将 "
    # pronouns, question words
    "我 你 您 他 她 它 我们 你们 他们 她们 它们 自己 咱们 大家 别人 人们 这 那 这个 那个 这些 那些 这样 "
    "那样 这种 那种 这里 那里 这么 那么 这是 这一 那一 什么 怎么 怎样 如何 为什么 为何 谁 哪 哪里 哪些 "
    "多少 几 何 "
    # numbers, measures, time and place that point nowhere
    "一 二 三 四 五 六 七 八 九 十 两 百 千 万 亿 个 种 些 次 点 一个 一种 一些 一样 一定 一般 一下 一次 "
    "一点 一直 一起 一方面 第一 第二 第三 首先 其次 最后 许多 很多 不少 大量 部分 所有 全部 整个 任何 "
    "各种 不同 其他 其它 其中 其实 之一 之后 之前 之间 以后 以前 以上 以下 时候 时 年 月 日 天 现在 目前 "
    "当时 今天 如今 后来 同时 有时 中 上 下 里 内 外 前 后 左右 当 当中 方面 "
    # verbs and adverbs that carry little
    "有 没 没有 无 做 作 来 去 看 说 想 用 成 出 起 走 开始 进行 通过 成为 作为 使得 觉得 认为 知道 看到 "
    "发现 来说 来讲 而言 表示 属于 关于 对于 根据 按照 随着 为了 包括 比如 例如 譬如 换句话说 总之 非常 "
    "十分 比较 特别 尤其 甚至 真的 真正 越来越 更加 依然 仍然 仍 往往 总是 几乎 完全 仅仅 仅 不断 逐渐 "
    "直接 不会 不能 不要 不可 无法 有些 有的 出现 问题 东西 事情 情况 人 事 所谓 另外 此外 同样 当然 显然 "
    "的话 之所以 到底 究竟 是否 以来 主要 重要 相关 具体 像 大 小 多 少 好 新 高 低 长 们 的时候 一旦 "
    "以至于 看成 一部分 可见 本身 为主 以为 变成 带来 造成 导致 得到 受到 形成 存在 产生 起来 下去 出来 "
    "下来".split()
)

ENGLISH = frozenset(
    "a about above after again against all almost also although always am among an and another any are as "
    "at away be became because been before being below between both but by can can't cannot could did "
    "didn't do does doesn't doing don't done down during each either else enough even ever every few "
    "first for from further get gets give go going got had has hasn't have haven't having he her here "
    "hers him his how however i i'm if in instead into is isn't it it's its itself just know last least "
    "less let like made make makes making many may maybe me might mine more most much must my myself need "
    "never next no nor not now of off often on once one only or other our ours out over own part per "
    "perhaps put quite rather really s said same say says see seem she should since so some something "
    "still such t take than that that's the their theirs them then there there's these they thing things "
    "think this those though through thus to together too two under until up upon us use used very want "
    "was wasn't way we well were weren't what when where whether which while who whom whose why will with "
    "within without won't would yet you your yours re ve ll they're we're you're i've we've you've "
    "they've i'll we'll you'll they'll he's she's here's what's let's didn new good lot lots people time "
    "year years day".split()
)

STOP_WORDS = CHINESE | ENGLISH
