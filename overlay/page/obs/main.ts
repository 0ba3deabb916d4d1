import '../../element/danmu-overlay/danmu-overlay.ts'
import { parseRoomId } from '../../../proto/feed/index.ts'
import { wordsFor } from '../../locale/index.ts'
import { pageWordsFor } from '../../locale/page/index.ts'
import { readOptions, streamPath } from '../overlay-option.ts'

const { options, unknown, bad } = readOptions(new URLSearchParams(location.search))
const language = options.lang ?? navigator.language
const pageWords = pageWordsFor(language)
// A fragment never reaches a server's log, which is why a token travels there.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined

const overlay = document.createElement('danmu-overlay')
overlay.lang = language
overlay.area = options.area
overlay.opacity = options.opacity
overlay.fontSize = options.size
overlay.speed = options.speed
overlay.outline = options.outline ?? overlay.outline
overlay.font = options.font ?? ''
overlay.overflow = options.overflow ?? overlay.overflow
overlay.keepOut = options.keepout ?? ''
overlay.portrait = options.portrait ?? false
overlay.debug = options.debug
const room = parseRoomId(options.room ?? '') && options.room
if (room !== undefined) overlay.src = streamPath(room, token)
document.documentElement.lang = language
document.body.append(overlay)

const notes = [
  ...(room === undefined ? [roomNote()] : []),
  ...(options.debug ? unknown.map(pageWords.unknownKey) : []),
  ...(options.debug ? bad.map(pageWords.badValue) : []),
]
if (notes.length > 0) {
  const note = document.createElement('p')
  note.className = 'note'
  note.textContent = notes.join(' · ')
  document.body.append(note)
}

function roomNote(): string {
  return options.room === undefined
    ? wordsFor(language).noRoom
    : pageWords.notARoom(options.room.slice(0, 80))
}
