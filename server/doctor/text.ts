import type { Limit, Login } from '../platform/connector.ts'
import type { Finding, Report, StepName, Verdict } from './report.ts'
import type { Worded } from './words.ts'

type Language = keyof Worded

const names: Readonly<Record<StepName | Login | Limit | 'unofficial', Worded>> = {
  page: { en: 'page', 'zh-CN': '页面' },
  cookie: { en: 'cookie', 'zh-CN': 'Cookie' },
  signature: { en: 'signature', 'zh-CN': '签名' },
  handshake: { en: 'handshake', 'zh-CN': '握手' },
  frames: { en: 'frames', 'zh-CN': '数据帧' },
  kinds: { en: 'kinds', 'zh-CN': '消息类型' },
  completeness: { en: 'complete', 'zh-CN': '完整程度' },
  guest: { en: 'as a guest', 'zh-CN': '游客身份' },
  account: { en: 'as your account', 'zh-CN': '账号身份' },
  app: { en: 'as an app', 'zh-CN': '开放平台应用' },
  masked: { en: 'names are hidden', 'zh-CN': '观众身份被隐藏' },
  anonymous: { en: 'some viewers are anonymous', 'zh-CN': '部分观众匿名' },
  'login-needed': { en: 'some things need a login', 'zh-CN': '部分内容需登录' },
  sampled: { en: 'only a part is sent', 'zh-CN': '弹幕被抽样' },
  unofficial: { en: 'unofficial', 'zh-CN': '非官方' },
}

const profileOf: Readonly<Record<Language, (date: string) => string>> = {
  en: (date) => `profile of ${date}`,
  'zh-CN': (date) => `${date} 的协议档案`,
}

const marks: Readonly<Record<Verdict, string>> = {
  ok: '✓',
  warning: '!',
  failed: '✗',
  skipped: '·',
}

const column = 12

/**
 * Returns a report as text: the subject, then a line for each step, with its detail and its cure.
 */
export function textOf(report: Report, language: Language): string {
  const { room, profile, unofficial, findings, limits, login } = report
  const about = [
    ...(unofficial ? (['unofficial'] as const) : []),
    ...(login === undefined ? [] : [login]),
    ...limits,
  ]
  const dated = profile === undefined ? [] : [profileOf[language](profile)]
  const heading = [room, ...dated, ...about.map((name) => names[name][language])].join(' · ')
  return `${heading}\n\n${findings.map((finding) => lineOf(finding, language)).join('')}`
}

function lineOf({ step, verdict, detail, words }: Finding, language: Language): string {
  const { says, cure } = words
  const indent = ' '.repeat(column + 2)
  const details = detail === undefined ? '' : `${indent}${detail}\n`
  const advice = cure === undefined ? '' : `${indent}→ ${cure[language]}\n`
  return `${marks[verdict]} ${padded(names[step][language])}${says[language]}\n${details}${advice}`
}

/** Pads a label: a terminal shows a Chinese character as wide as two others. */
function padded(text: string): string {
  const wide = text.match(/\p{Script=Han}/gu)?.length ?? 0
  return text + ' '.repeat(Math.max(1, column - text.length - wide))
}
