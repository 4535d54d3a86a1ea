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

# Essays on anything use them: they say something of a sentence, and nothing of what an essay is about.
GENERAL = frozenset(
    "使用 支持 提供 更新 找到 更好 实际 实现 过程 自身 仅仅只是 然后 针对 相同 出发 这件 "
    "几分钟 更多 内容 还有 不必 上面 下面 是因为 写下 允许 有没有 有人 同一 这家 那家 方式 "
    "方法 结果 时间 发展 了解 选择 情况下 例子 部分 角度 基础 提升 解决 理解 影响 完成 "
    "基于 帮助 简单 成功 建议 如下图 处理 原因 喜欢 效果 容易 解决问题 关注 个人 满足 才能 "
    "增加 设置 提高 判断 考虑 要求 构建 操作 通常 未来 明确 方向 注意 实际上 想要 建立 "
    "展示 创建 目的 确定 想法 是不是 发生 状态 变化 优势 关键 最终 总结 笔者 准备 快速 "
    "清楚 持续 意味着 等等 里面 参与 国内 获取 介绍 显示 添加 遇到 大部分 做好 提出 负责 "
    "确保 进入 真实 吸引 进一步 每天 整体 只能 如下 尝试 过去 对方 复杂 有效 推出 来看 "
    "今年 经常 达到 这时候 确认 一步 当前 内部 结合 足够 无论是 做到 对应 肯定 大多数 面对 "
    "具备 制定 什么样 改变 打开 具有 优秀 接下来 加入 避免 决定 基本上 在于 说明 期望 此时 "
    "预期 背后 相信 多个 拥有 看起来 用于 告诉 有助于 清晰 事实上 怎么办 某个 也就是说 看看 "
    "类似 寻找 不到 减少 毕竟 降低 即可 接受 最近 做出 除了 体现 做法 数据显示 图片来自 "
    "一款 一年 一个月 应对 启发 比如说 说白了 换句话 不得不 越来越多 不一样 越大 来讲 愿意 "
    "之下 一类 一套 各个 各自 接着 紧接着 一边 一旁 刚好 恰好 终于 忽然 突然 渐渐 回来 "
    "出去 进去 过来 起初 最初 最早 本来 原来 从来 一向 历来 各不相同 传统意义 数着 几个 "
    "好几 上述 以及 至于 诸如 例如 作用 意义 特点 因素 程度 范围 形式 目标 现象 本质 概念 "
    "层面 维度 核心 重点 本文 跟着 当作 之上 之间 不足 一步步 上线 来临 来不及 深刻 各位 "
    "换成 回到 听到 身上 相应 能否 绝大多数 绝大部分 有所不同 与众不同 哪些方面 称之为 面临 "
    "搭建 打造 呈现 最新 相对 可能性 想得 以外 另一个 另一方面 之类 如此 多年 近年来 越多 "
    "一句 看待 "
    "using use used example including need needs work works working small large two three four five six "
    "seven eight nine ten eleven twelve hundred thousand million billion different help helps helped "
    "helping understand understanding understood approach better best important importantly keep keeps "
    "keeping create creates created creating improve improving across provide provides provided "
    "providing possible quickly key already share shared sharing specific around actually right great "
    "everyone someone anyone something etc based find finding found sometimes include includes included "
    "support feel allow allows built ensure mentioned applying learn learned learning building build "
    "making continue able add added ask asked away become back begin called change changed come comes "
    "coming consider done easily easy end every everything far following full general getting given "
    "going hard high idea ideas instead kind known left little long look looking looks main mean means "
    "move nothing often old order others people place point probably problem problems question "
    "questions read real really reason result results run set several show shows side simple simply "
    "single start started step steps stop sure take takes taken talk tell thought together took try "
    "trying turn type various view wanted wants week weeks month months whole wide word words world "
    "wrong yes yesterday today tomorrow com www http https january february march april june july "
    "august september october november december monday tuesday wednesday thursday friday saturday "
    "sunday bought brought gave went came told knew saw".split()
)
