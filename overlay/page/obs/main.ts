import '../../element/danmu-kit.ts'
import { parseRoomId } from '../../../proto/feed/index.ts'
import type { Design } from '../../design/design.ts'
import { readLink } from '../../design/link.ts'
import { wordsFor } from '../../locale/index.ts'
import { pageWords } from '../../locale/page.ts'
import { streamPath } from '../stream-path.ts'
import {
  followNamed,
  namedAddress,
  type NamedListener,
  namedRefusalText,
} from '../named-overlay.ts'
import { watchLive } from './live-picture.ts'
import { showNotice } from './notice.ts'
import { runAsPreview } from './preview.ts'
import { Scene } from './scene.ts'

const scene = new Scene(document.head, document.body)
const query = new URLSearchParams(location.search)
const link = readLink(query)
// A fragment is not in any server's log; therefore the link has the token there.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined
const name = /^\/overlay\/([^/]+)\/?$/.exec(location.pathname)?.[1]

if (query.has('preview') && window.parent !== window) runAsPreview(scene)
else if (name === undefined) show(link.design, remarksOn(link.unknown, link.bad))
else follow(name)

function follow(overlay: string): void {
  let isShown = false
  const listener: NamedListener = {
    onDesign: (design) => {
      isShown = true
      show(design, [])
    },
    onRefused: (refusal) => {
      // A picture on air stays unchanged; the operator who removed the overlay knows.
      if (!isShown) showNotice([namedRefusalText(refusal, languageOf(link.design))])
    },
  }
  const { WebSocket } = globalThis
  followNamed(namedAddress(overlay, token, location.href), listener, {
    WebSocket,
    after: (delayMs, call) => void setTimeout(call, delayMs),
    random: Math.random,
  })
}

function show(design: Design, remarks: readonly string[]): void {
  const language = languageOf(design)
  const room = parseRoomId(design.room ?? '') && design.room
  const src = room === undefined ? '' : streamPath(room, token)
  scene.show(design, { language, src, debug: link.debug })
  if (!link.debug) watchLive(src)
  showNotice([...(room === undefined ? [roomRemark(design, language)] : []), ...remarks])
}

function languageOf(design: Design): string {
  return link.design.lang ?? design.lang ?? navigator.language
}

function remarksOn(unknown: readonly string[], bad: readonly string[]): readonly string[] {
  const words = wordsFor(pageWords, languageOf(link.design))
  return link.debug ? [...unknown.map(words.unknownKey), ...bad.map(words.badValue)] : []
}

function roomRemark({ room }: Design, language: string): string {
  return room === undefined
    ? wordsFor(pageWords, language).noRoom
    : wordsFor(pageWords, language).notARoom(room.slice(0, 80))
}
