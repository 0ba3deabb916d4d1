import { parseRoomId } from '../../../proto/feed/index.ts'
import type { Design } from '../../design/design.ts'
import { linkQuery } from '../../design/link.ts'

/** Returns the link for OBS: that of the name if the overlay has one, else the complete design. */
export function obsLink(design: Design, server: string, name?: string): string {
  if (name !== undefined) return new URL(`/overlay/${name}`, server).href
  return new URL(`/overlay?${linkQuery(design)}`, server).href
}

/** The rights of a token. */
interface TokenRights {
  readonly scopes: readonly ('rooms:read' | 'rooms:open')[]
  /** The only room of the token; absent if it is for all rooms. */
  readonly room?: string
}

/** Returns the least rights of a token with which OBS reads a room. */
export function obsRights(room: string): TokenRights {
  const id = parseRoomId(room)
  // A live room of the server is read like a configured room; others are opened on demand.
  const isOpened = id?.kind === 'source' && id.platform !== 'live'
  return isOpened ? { scopes: ['rooms:open'] } : { scopes: ['rooms:read'], room }
}

/**
 * Returns a page for OBS to open from disk: it waits until the server answers, then shows the
 * overlay. OBS itself never tries again after a page did not load.
 */
export function loaderPage(link: string, waiting: string): string {
  // No `<` can end the script early.
  const target = JSON.stringify(link).replaceAll('<', '\\u003c')
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>danmu-relay</title>
</head>
<body style="margin:0;overflow:hidden;background:transparent">
<p hidden style="margin:12px;font:500 16px/1.25 system-ui,sans-serif;color:#fff;text-shadow:0 0 3px #000,0 0 6px #000">${text(waiting)}</p>
<script>
const target = ${target}
// Any answer is enough, and none is read: a page from disk is not allowed to.
const look = () =>
  fetch(new URL('/livez', target), { mode: 'no-cors', cache: 'no-store' })
    .then(() => location.replace(target))
    .catch(() => setTimeout(look, 1000))
look()
setTimeout(() => (document.querySelector('p').hidden = false), 5000)
</script>
</body>
</html>
`
}

function text(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
