/** A text in every language of the product. */
export interface Worded {
  readonly en: string
  readonly 'zh-CN': string
}

/** The meaning of a finding, and its cure. */
export interface Wording {
  readonly says: Worded
  readonly cure?: Worded
}

type Row = readonly [en: string, zh: string, cureEn?: string, cureZh?: string]

const rows = {
  found: ['The room was found.', '找到了房间。'],
  'not-asked': [
    'Nothing has to be asked: the credential stands for the room.',
    '无需查询：凭据即代表房间。',
  ],
  'not-found': [
    'There is no such room.',
    '没有这个房间。',
    'Open the room in a browser and copy its number from the address.',
    '用浏览器打开直播间，从地址里复制房间号。',
  ],
  offline: [
    'The room does not broadcast now, and no events arrive until it does.',
    '房间没有开播，开播前什么都收不到。',
    'Try again while it is live. A configured room waits by itself.',
    '开播后再试；配置好的房间会自动等待。',
  ],
  'taken-for-machine': [
    'The site takes us for a machine.',
    '平台把我们当成了机器人（风控）。',
    'Wait some minutes, open fewer rooms from this address, or use the official open platform.',
    '等几分钟，减少同一地址打开的房间，或改用官方开放平台。',
  ],
  unanswered: [
    'The site did not answer, or with something we do not understand.',
    '平台没有应答，或应答无法识别。',
    'Check the network, the proxy and ENDPOINTS; if a browser opens the room, the profile may be out of date.',
    '检查网络、代理和 ENDPOINTS；如果浏览器能打开房间，可能是协议档案过期了。',
  ],
  'cookie-given': ['The site gave us a cookie.', '拿到了 Cookie。'],
  'cookie-account': [
    'The site knows us by the cookie of your account.',
    '平台认出了你账号的 Cookie。',
  ],
  'cookie-without-device': [
    'The site knows your account, but the cookie has no device id, as that of a scanned code: we asked the site for one.',
    '平台认出了你的账号，但 Cookie 里没有设备标识（扫码登录的 Cookie 常常如此）：已向平台要了一个。',
    'If the site takes us for a machine (-352), copy the cookie from a browser that has opened a live room: it has buvid3 and buvid4.',
    '如果仍被风控（-352），请从打开过直播间的浏览器里复制 Cookie，其中应有 buvid3 和 buvid4。',
  ],
  'cookie-worn': [
    'The site does not accept your cookie, so we are a guest to it.',
    '平台不接受你的 Cookie，只能以游客身份收听。',
    'Log in again in a browser, and replace the cookie.',
    '在浏览器里重新登录，然后更换 Cookie。',
  ],
  'cookie-not-needed': ['No cookie is needed.', '不需要 Cookie。'],
  signed: ['What must be signed is signed, and the site accepts it.', '签名完成，平台接受。'],
  'not-signed': ['Nothing has to be signed.', '不需要签名。'],
  refused: [
    'The site refuses what we bring: cookie, signature or token.',
    '平台拒绝了我们的 Cookie、签名或令牌。',
    'Try once more; if it stays so, the signature or the profile may be out of date. See the detail.',
    '再试一次；仍然如此则签名或协议档案可能过期。详见说明。',
  ],
  forbidden: [
    'The site does not let us in until a setting is changed.',
    '平台不允许进入，需要修改设置。',
    'The detail names what is wrong: mostly the credential, its identity code or an allow-list.',
    '说明里写了原因：通常是凭据、身份码或白名单。',
  ],
  unsigned: [
    'No signer could sign the handshake.',
    '没有可用的签名器。',
    'Look at the signing service or the script in the settings; without them our own implementation signs.',
    '检查设置里的签名服务或脚本；去掉它们则使用内置实现。',
  ],
  connected: ['The socket is open and we are let in.', '连接已建立并通过认证。'],
  'handshake-refused': [
    'The server refuses the connection.',
    '服务器拒绝连接。',
    'The signature or the token is not accepted. Try once more; then look for a newer profile or signer.',
    '签名或令牌不被接受。再试一次；之后查找更新的协议档案或签名器。',
  ],
  'handshake-limited': [
    'The server asks for fewer connections.',
    '服务器要求减少连接。',
    'Wait some minutes, and open fewer rooms from this address.',
    '等几分钟，并减少同一地址打开的房间。',
  ],
  unreachable: [
    'There is no connection to the server.',
    '连不上服务器。',
    'Check the network, the firewall and the proxy: outgoing WebSockets must be allowed.',
    '检查网络、防火墙和代理：必须允许对外的 WebSocket。',
  ],
  'no-welcome': [
    'The socket is open, but the server says nothing to our greeting.',
    '连接已建立，但服务器不回应认证。',
    'Try again; a proxy in between may hold messages back.',
    '再试一次；中间的代理可能扣留了消息。',
  ],
  heard: ['Frames arrive.', '收到了数据帧。'],
  silent: [
    'Nothing arrived in the time we listened.',
    '监听期间没有收到任何数据。',
    'A quiet room is silent, too: listen longer, or try a busy one.',
    '安静的房间也会这样：延长监听，或换一个热闹的房间。',
  ],
  lost: [
    'The connection ended while we listened.',
    '监听时连接断开。',
    'A running room comes back by itself. If it happens each time, see the detail.',
    '运行中的房间会自动重连；每次都断请看说明。',
  ],
  'kinds-known': ['All that was said is understood.', '收到的消息全部识别。'],
  'kinds-unknown': [
    'Some messages are of kinds we do not map; they go to the raw side stream.',
    '有些消息类型未映射，进入 raw 旁路。',
    'Nothing has to be done, unless events you expect are missing: then report the names.',
    '一般无需处理；如果缺少预期事件，请报告这些名称。',
  ],
  'kinds-broken': [
    'Some messages could not be read.',
    '有些消息无法解析。',
    'Capture some minutes (danmu-relay capture) and report what decode says of them.',
    '抓几分钟的包（danmu-relay capture），把 decode 的提示报告出来。',
  ],
  'nothing-said': [
    'No message came, so nothing can be said of their kinds.',
    '没有消息，无法判断类型。',
  ],
  'all-heard': ['What the site publishes of the chat arrives here.', '平台公布的弹幕都收到了。'],
  'part-heard': [
    'Only a part of what the site publishes of the chat arrives here.',
    '平台公布的弹幕只收到一部分。',
    'Log in where you are a guest. The official open platform gives a streamer all of it.',
    '如果是游客身份，请登录账号；主播可以改用官方开放平台，能收到全部。',
  ],
  'not-compared': [
    'Too few lines were published to compare what arrives with them.',
    '平台公布的弹幕太少，无法核对是否收全。',
  ],
  'not-reached': ['Not tried, because of what is wrong above.', '因前面的问题未执行。'],
  broke: [
    'The examination itself failed.',
    '诊断本身出错。',
    'This is a mistake in danmu-relay: please report it.',
    '这是 danmu-relay 的错误，请反馈。',
  ],
} as const satisfies Readonly<Record<string, Row>>

/** The code of a finding. */
export type Code = keyof typeof rows

/** Returns the words for a finding. */
export function wordsOf(code: Code): Wording {
  const [en, zh, cureEn, cureZh]: Row = rows[code]
  const says = { en, 'zh-CN': zh }
  if (cureEn === undefined || cureZh === undefined) return { says }
  return { says, cure: { en: cureEn, 'zh-CN': cureZh } }
}
