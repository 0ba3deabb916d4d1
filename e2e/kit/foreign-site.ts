import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A page of another origin, on a port of its own. */
export interface ForeignSite {
  readonly origin: string
  /** Changes the content of its page. */
  readonly show: (html: string) => void
  readonly close: () => void
}

/** Serves one page on a real address, so that the browser's rules for that address apply. */
export async function startForeignSite(host: string): Promise<ForeignSite> {
  let shown = ''
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(shown)
  }).listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // of a TCP server
  return {
    origin: `http://${host}:${port}`,
    show: (html) => (shown = html),
    close: () => server.close(),
  }
}
