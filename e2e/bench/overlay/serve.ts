import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../../kit/server.ts'

/** A page with the engines, and the built kit beside it. */
export interface BenchSite {
  readonly url: string
  readonly close: () => void
}

const html = `<!doctype html><meta charset="utf-8"><title>bench</title>
<style>html,body{margin:0;overflow:hidden}#stage{position:relative;width:1920px;height:1080px;overflow:hidden}</style>
<div id="stage"></div><script type="module" src="/page.js"></script>`

/** Bundles the page and serves it on a free port. */
export async function serveBench(): Promise<BenchSite> {
  const script = await bundle()
  const server = createServer((request, response) => {
    void answer(request, response, script)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // of a TCP server
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

async function answer(
  { url = '/' }: IncomingMessage,
  response: ServerResponse,
  script: string,
): Promise<void> {
  const body = await bodyAt(url, script)
  const type = `text/${url === '/' ? 'html' : 'javascript'}; charset=utf-8`
  response.writeHead(body === undefined ? 404 : 200, { 'content-type': type }).end(body)
}

async function bodyAt(path: string, script: string): Promise<string | undefined> {
  if (path === '/') return html
  if (path === '/page.js') return script
  if (!/^\/kit\/v1\/[\w.-]+\.js$/.test(path)) return undefined
  return readFile(join(root, 'dist/web', path), 'utf8').catch(() => undefined) // it does not exist
}

async function bundle(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.ENGINE': 'undefined', 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: join(import.meta.dirname, 'page.ts') },
    },
  })
  const [output] = 'output' in built ? built.output : []
  if (output?.type !== 'chunk') throw new Error('The page of the bench was not built.')
  return output.code
}
