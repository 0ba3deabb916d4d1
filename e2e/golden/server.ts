import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, join } from 'node:path'
import { root } from '../kit/server.ts'

/** The built kit. */
export const kit = join(root, 'dist/web/kit/v1')

/** The font of the pictures; `markup` loads it from `/danmu-test.woff2`. */
export const fontFace = `@font-face { font-family: 'Danmu Test'; src: url('/danmu-test.woff2'); font-weight: 100 900 }`

const font = join(root, 'e2e/golden/font/danmu-test.woff2')

/** A server of one page, with the kit and the test font. */
export interface GoldenServer {
  readonly url: string
  readonly close: () => void
}

/** Serves a page on loopback. */
export async function serveGolden(markup: string): Promise<GoldenServer> {
  const server = createServer(({ url = '' }, response) => {
    const script = join(kit, basename(url))
    const [type, body] = url.endsWith('.woff2')
      ? (['font/woff2', readFileSync(font)] as const)
      : url.endsWith('.js') && existsSync(script)
        ? (['text/javascript', readFileSync(script)] as const)
        : (['text/html; charset=utf-8', markup] as const)
    response.writeHead(200, { 'content-type': type }).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}
