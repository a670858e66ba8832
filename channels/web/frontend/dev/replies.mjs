/** Sample replies for working on the page alone: they show every shape, they are no tax advice. */

const RELIEF = {
  number: '财政部 税务总局公告2026年第10号',
  title: '关于增值税法施行后增值税优惠政策衔接事项的公告',
  article: '第六条',
  effective_from: '2026-01-01',
  effective_to: '2028-01-01',
  status: 'in_force',
  url: 'https://www.chinatax.gov.cn/',
};
const FORMER = {
  number: '财政部 税务总局公告2023年第19号',
  title: '关于增值税小规模纳税人减免增值税政策的公告',
  article: null,
  effective_from: '2023-01-01',
  effective_to: '2026-01-01',
  status: 'repealed',
  url: null,
};
const TYPES = ['小规模纳税人', '一般纳税人', '自然人（个人）'].map((label) => ({ label, text: label }));
const EMPTY = {
  question: null, detail: '', steps: [], citations: [], options: [], basis: null, notice: null,
  offer_human: false, feedback: null, entry: null, revision: null, variant: null, as_of: null, confidence: null,
};

export const GREETING = {
  text: '您好，我是税答。\n请用一句话说说您的问题，我会按现行有效的规定回答，并注明依据。',
  options: [
    '小规模纳税人月销售额多少免征增值税？', '个人所得税专项附加扣除有哪些？', '个体工商户怎么申报个税？',
    '发票开错了怎么办？', '公司注销前税务上要办什么？', '二手房买卖要交哪些税？',
  ].map((text) => ({ label: text, text })),
};

const ANSWER = {
  ...EMPTY,
  outcome: 'answer',
  question: '小规模纳税人销售额多少可以免征增值税？',
  brief: '月销售额不超过 10 万元（按季申报的，季度不超过 30 万元），免征增值税。',
  detail:
    '销售额按不含税口径计算，包括销售货物、劳务、服务、无形资产和不动产的合计数。\n' +
    '合计超过标准，但扣除本期销售不动产的部分后没有超过的，其余部分仍可以免征。\n' +
    '需要给客户开增值税专用发票的，开票的这部分要按征收率缴税，其余部分照常免征。',
  steps: [
    '登录电子税务局，进入“我要办税 → 税费申报及缴纳 → 增值税及附加税费申报（小规模纳税人适用）”。',
    '核对系统带出的开票数据，把未开票收入补充填入。',
    '免税销售额填在“小微企业免税销售额”或“未达起征点销售额”栏，确认应纳税额为零。',
    '提交申报，并留存相关资料备查。',
  ],
  citations: [RELIEF, FORMER],
  basis: '按小规模纳税人、2026年11月22日有效的规定回答',
  offer_human: true,
  entry: 'vat.small-scale.threshold', revision: 3, variant: 'small', as_of: '2026-11-22', confidence: 0.93,
};
const ASK = { ...EMPTY, outcome: 'ask', brief: '请问您是小规模纳税人、一般纳税人，还是自然人个人？', options: TYPES };
const CHOOSE = {
  ...EMPTY,
  outcome: 'choose',
  brief: '您想问的是哪一个？',
  options: ['开具的发票有误，怎么红冲？', '取得的发票有误，怎么处理？'].map((text) => ({ label: text, text })),
};
const NOT_COVERED = {
  ...EMPTY,
  outcome: 'not_covered',
  brief: '这个问题我还没有经过审定的答案。您可以换个说法、看看相近的问题，或者转人工。',
  options: GREETING.options.slice(1, 3),
  offer_human: true,
};
const UNVERIFIED = { ...ANSWER, notice: '该答复尚待核实，请以主管税务机关的解释为准。' };

const SEVERAL = {
  ...EMPTY,
  outcome: 'several',
  brief: '您问了2个问题，逐个回答如下：',
  parts: [
    { ...ANSWER, heading: '小规模纳税人季度多少免税？', offer_human: false },
    { ...ASK, heading: '税率是多少？', options: [] },
  ],
  options_title: '第2个问题还需要您选择，请点选或回复序号：',
  options: TYPES,
};

/** The sample reply to `text`. */
export function replyTo(text) {
  if (/待核实/.test(text)) return UNVERIFIED;
  if (/两个问题|另外/.test(text)) return SEVERAL;
  if (/小规模纳税人/.test(text)) return ANSWER;
  if (/增值税|免税/.test(text)) return ASK;
  if (/发票/.test(text)) return CHOOSE;
  if (/你好|谢谢/.test(text)) return { ...EMPTY, outcome: 'small_talk', brief: '不客气，有问题随时问我。' };
  return NOT_COVERED;
}
