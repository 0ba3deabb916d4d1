import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer } from 'ws'
import type { SocketEnd } from './dial.ts'
import { viaProxy, type Transport } from './proxy-node.ts'

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as AddressInfo).port
}

/** Starts a site that answers requests with their host, and sockets with the frames they send. */
async function startSite(): Promise<number> {
  const http = createServer((request, response) => response.end(`here is ${request.headers.host}`))
  const sockets = new WebSocketServer({ server: http })
  sockets.on('connection', (socket) => socket.on('message', (data) => socket.send(data)))
  return listen(http)
}

/** Starts a typical proxy, which records its requests. */
async function startProxy(password?: string) {
  const asked: string[] = []
  const tunnels = new Set<Socket>()
  const proxy = createServer((_, response) => response.writeHead(405).end())
  proxy.on('connect', (request, client: Socket) => {
    asked.push(request.url ?? '')
    const given = request.headers['proxy-authorization']
    const wanted = password && `Basic ${Buffer.from(`me:${password}`).toString('base64')}`
    if (given !== wanted) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
      return
    }
    const [host = '', port] = (request.url ?? '').split(':')
    const site = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      site.pipe(client).pipe(site)
    })
    for (const end of [client, site]) {
      tunnels.add(end)
      end.on('error', () => end.destroy())
    }
  })
  const port = await listen(proxy)
  opened.unshift(async () => {
    for (const tunnel of tunnels) tunnel.destroy()
  })
  return { port, asked }
}

/** Returns the echo of a socket, or its end. */
function echo({ dial }: Transport, url: string): Promise<string | SocketEnd> {
  return new Promise((resolve) => {
    const wire = dial(
      url,
      { 'user-agent': 'test' },
      {
        opened: () => wire.send(new TextEncoder().encode('hello')),
        message: (bytes) => {
          resolve(new TextDecoder().decode(bytes))
          wire.close()
        },
        ended: resolve,
      },
    )
  })
}

test('requests and sockets go through the proxy, by CONNECT, to their destination', async () => {
  const site = await startSite()
  const { port, asked } = await startProxy()
  const way = viaProxy(`http://127.0.0.1:${port}`)
  const response = await way.fetch(`http://127.0.0.1:${site}/x`, { headers: { accept: '*/*' } })
  expect(await response.text()).toBe(`here is 127.0.0.1:${site}`)
  expect(await echo(way, `ws://127.0.0.1:${site}/sub`)).toBe('hello')
  expect(asked).toEqual([`127.0.0.1:${site}`, `127.0.0.1:${site}`])
})

test('a proxy that requires a password gets it, and refuses a wrong one', async () => {
  const site = await startSite()
  const { port } = await startProxy('secret')
  const right = viaProxy(`http://me:secret@127.0.0.1:${port}`)
  expect((await right.fetch(`http://127.0.0.1:${site}/`)).status).toBe(200)
  expect(await echo(right, `ws://127.0.0.1:${site}/`)).toBe('hello')
  const wrong = viaProxy(`http://me:wrong@127.0.0.1:${port}`)
  await expect(wrong.fetch(`http://127.0.0.1:${site}/`)).rejects.toThrow('fetch failed')
  expect(await echo(wrong, `ws://127.0.0.1:${site}/`)).toHaveProperty('kind')
})

test('if the proxy is away nothing is reached, and nothing goes direct', async () => {
  const site = await startSite()
  const { port } = await startProxy()
  await opened.at(-1)?.()
  opened.pop()
  const way = viaProxy(`http://127.0.0.1:${port}`)
  await expect(way.fetch(`http://127.0.0.1:${site}/`)).rejects.toThrow('fetch failed')
  expect(await echo(way, `ws://127.0.0.1:${site}/`)).toMatchObject({ kind: 'unreachable' })
})
