import type { en } from '../en/problem.ts'

/** The Simplified Chinese texts. */
export const zhCn: typeof en = {
  unknown: (status) => `服务器拒绝了这个操作（${status}）。`,
  details: '详情',
  unreachable: '连不上服务器，请确认它正在运行，然后重试。',
  logIn: '登录',
  loginNeeded: '只有所有者能保存画面和房间：请使用服务器第一次启动时打印的登录链接。',
  problems: {
    'bad-request': '内容不符合服务器的要求。',
    'body-too-large': '内容太大，服务器不接受。',
    conflict: '名字或直播间已被占用，或者数量已到上限。',
    'forbidden-host': '服务器不接受用这个地址访问。',
    'forbidden-origin': '服务器不允许这个网页这样做。',
    internal: '服务器出错了，原因见它的日志。',
    'invalid-event': '这不是一条有效的消息。',
    'login-required': '请先登录。',
    'no-answer': '平台没有回应。',
    'no-such-credential': '没有这个登录凭据。',
    'no-such-overlay': '没有这个画面：已经删除，或者链接有误。',
    'no-such-room': '没有这个房间，或它是私密的。',
    'no-such-token': '没有这个令牌。',
    'not-a-room': '平台上没有这样的直播间。',
    'not-allowed': '当前的登录或令牌没有这个权限。',
    'not-found': '这个地址没有内容。',
    'not-ready': '服务器正在启动，或数据库暂时不可用，请稍等。',
    'room-off': '这个房间已停止，启动后自动恢复。',
    'too-many-requests': '操作太频繁，请稍后再试。',
    'too-many-rooms': '打开的房间太多了。',
    'too-many-streams': '连接太多了。',
    'wrong-token': '令牌无效。',
  },
}
