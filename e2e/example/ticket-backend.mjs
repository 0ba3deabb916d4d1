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
// In the page, before each connection, so that a reconnect has a ticket of its own:
//
//   const { url } = await (await fetch('/ticket', { method: 'POST' })).json()
//   const feed = new WebSocket(position ? `${url}&since=${position}` : url)

import { createServer } from 'node:http'

const { RELAY_URL = 'http://localhost:8787', RELAY_TOKEN, ROOM, PORT = '8080' } = process.env

const server = createServer((request, response) => void serve(request, response))

async function serve(request, response) {
  try {
    const { status, body } = await answer(request)
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(body))
  } catch (error) {
    process.stderr.write(`${String(error)}\n`)
    response.writeHead(502).end()
  }
}

async function answer(request) {
  if (request.method !== 'POST' || request.url !== '/ticket') return { status: 404, body: {} }
  if (!isVisitor(request)) return { status: 401, body: { detail: 'log in first' } }
  const issued = await fetch(`${RELAY_URL}/api/rooms/${ROOM}/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${RELAY_TOKEN}` },
  })
  if (!issued.ok) throw new Error(`the relay issues no ticket: ${issued.status}`)
  const { stream, expiresAt } = await issued.json()
  return { status: 201, body: { url: `${RELAY_URL.replace(/^http/, 'ws')}${stream}`, expiresAt } }
}

/** A placeholder for your own login: returns true if the visitor may watch. */
function isVisitor(request) {
  return /(?:^|; )visitor=\w+/.test(request.headers.cookie ?? '')
}

server.listen(Number(PORT), () => {
  process.stdout.write(`tickets are at http://localhost:${server.address().port}/ticket\n`)
})
