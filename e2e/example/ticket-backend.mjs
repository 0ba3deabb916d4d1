// A site of your own that lets its visitors watch a private room. The token of the relay stays on
// this server; each browser gets a ticket instead, which opens one stream, once, within a minute.
//
//   RELAY_URL=http://localhost:8787 RELAY_TOKEN=dr_… ROOM=quiet node ticket-backend.mjs
//
// The token needs the scope rooms:read, best for this room alone:
//
//   curl -X POST $RELAY_URL/api/tokens -H "Authorization: Bearer $OWNER_TOKEN" \
//     -H 'Content-Type: application/json' \
//     -d '{"name":"my site","scopes":["rooms:read"],"room":"quiet"}'
//
// The page at / shows the room; its element asks /ticket before each connection, so that a
// reconnect has a ticket of its own. In a script:
//
//   const ticket = async () => {
//     const answer = await fetch('/ticket', { method: 'POST' })
//     if (!answer.ok) throw new Error(`no ticket: ${answer.status}`) // the client tries again
//     return (await answer.json()).ticket
//   }
//   const feed = connect(`${relay}/rooms/quiet/stream`, { ticket })

import { createServer } from 'node:http'

const { RELAY_URL = 'http://localhost:8787', RELAY_TOKEN, ROOM, PORT = '8080' } = process.env

const server = createServer((request, response) => void serve(request, response))

async function serve(request, response) {
  try {
    const { status, type = 'application/json', headers, body } = await answer(request)
    response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers })
    response.end(body)
  } catch (error) {
    process.stderr.write(`${String(error)}\n`)
    response.writeHead(502).end()
  }
}

async function answer({ method, url, headers }) {
  if (method === 'GET' && url === '/') return page()
  if (method !== 'POST' || url !== '/ticket') return { status: 404, body: '{}' }
  if (!isVisitor(headers)) return { status: 401, body: '{"detail":"log in first"}' }
  const issued = await fetch(`${RELAY_URL}/api/rooms/${ROOM}/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${RELAY_TOKEN}` },
  })
  // What the relay answers is what an element expects: {"ticket": …}, or why there is none. That
  // the token of this site is refused is no fault of the visitor.
  const status = issued.status === 401 ? 502 : issued.status
  return { status, body: await issued.text() }
}

function page() {
  const body = `<!doctype html>
<meta charset="utf-8" />
<title>Members only</title>
<script type="module" src="${RELAY_URL}/kit/v1/danmu-chat.js"></script>
<danmu-chat src="${RELAY_URL}/rooms/${ROOM}/stream" ticket-src="/ticket"></danmu-chat>
`
  const login = { 'set-cookie': 'visitor=ann; HttpOnly; SameSite=Strict' } // in place of a real one
  return { status: 200, type: 'text/html; charset=utf-8', headers: login, body }
}

/** A placeholder for your own login: returns true if the visitor may watch. */
function isVisitor({ cookie = '' }) {
  return /(?:^|; )visitor=\w+/.test(cookie)
}

server.listen(Number(PORT), () => {
  process.stdout.write(`tickets are at http://localhost:${server.address().port}/ticket\n`)
})
