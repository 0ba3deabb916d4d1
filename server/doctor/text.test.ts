import { expect, test } from 'vitest'
import { finding, noKinds, type Report } from './report.ts'
import { textOf } from './text.ts'

const report: Report = {
  id: 'report-1',
  room: 'bilibili:5440',
  at: 0,
  state: 'done',
  profile: '2026-11-20',
  unofficial: true,
  login: 'guest',
  limits: ['masked', 'sampled'],
  findings: [
    finding('page', 'ok', 'found', 'the room is live'),
    finding('handshake', 'failed', 'no-welcome'),
  ],
  requests: [],
  frames: 0,
  kinds: noKinds,
}

test('a report reads in English', () => {
  expect(textOf(report, 'en').split('\n')).toEqual([
    'bilibili:5440 · profile of 2026-11-20 · unofficial · as a guest · names are hidden · only a part is sent',
    '',
    '✓ page        The room was found.',
    '              the room is live',
    '✗ handshake   The socket is open, but the server says nothing to our greeting.',
    '              → Try again; a proxy in between may hold messages back.',
    '',
  ])
})

test('a report reads in Chinese, in columns as wide', () => {
  expect(textOf(report, 'zh-CN').split('\n')).toEqual([
    'bilibili:5440 · 2026-11-20 的协议档案 · 非官方 · 游客身份 · 观众身份被隐藏 · 弹幕被抽样',
    '',
    '✓ 页面        找到了房间。',
    '              the room is live',
    '✗ 握手        连接已建立，但服务器不回应认证。',
    '              → 再试一次；中间的代理可能扣留了消息。',
    '',
  ])
})
