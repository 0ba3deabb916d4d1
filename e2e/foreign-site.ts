import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page of somebody else, on a port of its own. */
export interface ForeignSite {
  readonly origin: string
  /** Changes what its page is. */
  readonly show: (html: string) => void
  readonly close: () => void
}

/** Serves one page; a browser takes the host for the address that it is, unlike a made-up answer. */
export async function startForeignSite(host: string): Promise<ForeignSite> {
  let shown = ''
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown)
  }).listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    origin: `http://${host}:${port}`,
    show: (html) => (shown = html),
    close: () => server.close(),
  }
}
