import '../../element/danmu-kit.ts'
import { parseRoomId } from '../../../proto/feed/index.ts'
import type { Design } from '../../design/design.ts'
import { readLink } from '../../design/link.ts'
import { pageWordsFor } from '../../locale/page/index.ts'
import { streamPath } from '../stream-path.ts'
import { followNamed, namedAddress } from '../named.ts'
import { tellOnPicture } from './note.ts'
import { obey } from './preview.ts'
import { Scene } from './scene.ts'

const scene = new Scene(document.head, document.body)
const query = new URLSearchParams(location.search)
const link = readLink(query)
// A fragment never reaches a server's log, which is why a token travels there.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined
const name = /^\/overlay\/([^/]+)\/?$/.exec(location.pathname)?.[1]

if (query.has('preview') && window.parent !== window) obey(scene)
else if (name === undefined) show(link.design, remarksOn(link.unknown, link.bad))
else follow(name)

function follow(overlay: string): void {
  const address = namedAddress(overlay, token, location.href)
  const { WebSocket } = globalThis
  followNamed(
    address,
    {
      onDesign: (design) => show(design, []),
      onRefused: (reason) => {
        scene.show(
          { ...link.design, widgets: [] },
          { language: navigator.language, src: '', debug: false },
        )
        tellOnPicture([reason])
      },
    },
    { WebSocket, after: (delayMs, call) => void setTimeout(call, delayMs), random: Math.random },
  )
}

function show(design: Design, remarks: readonly string[]): void {
  const language = link.design.lang ?? design.lang ?? navigator.language
  const room = parseRoomId(design.room ?? '') && design.room
  const src = room === undefined ? '' : streamPath(room, token)
  scene.show(design, { language, src, debug: link.debug })
  tellOnPicture([...(room === undefined ? [roomRemark(design, language)] : []), ...remarks])
}

function remarksOn(unknown: readonly string[], bad: readonly string[]): readonly string[] {
  const words = pageWordsFor(link.design.lang ?? navigator.language)
  return link.debug ? [...unknown.map(words.unknownKey), ...bad.map(words.badValue)] : []
}

function roomRemark({ room }: Design, language: string): string {
  return room === undefined
    ? pageWordsFor(language).noRoom
    : pageWordsFor(language).notARoom(room.slice(0, 80))
}
