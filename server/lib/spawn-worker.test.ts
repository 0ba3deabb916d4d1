import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeArguments, spawnWorker } from './spawn-worker.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'danmu-worker-'))
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  write('package.json', '{ "type": "module" }')
  write('part.ts', `export const part: string = 'typed'`)
  write(
    'echo.ts',
    `import { parentPort, workerData } from 'node:worker_threads'
     import { part } from './part.ts'
     const said: { readonly part: string; readonly given: unknown } = { part, given: workerData }
     if (parentPort) parentPort.postMessage(said)
     else console.log(JSON.stringify(said))`,
  )
  write(
    'echo.js',
    `import { parentPort, workerData } from 'node:worker_threads'
     parentPort.postMessage({ part: 'built', given: workerData })`,
  )
})

afterEach(() => rmSync(folder, { recursive: true }))

const caller = (file: string): string => pathToFileURL(join(folder, file)).href

async function messageOf(beside: string): Promise<unknown> {
  const worker = spawnWorker(beside, 'echo', { workerData: 5 })
  const [message] = (await once(worker, 'message')) as unknown[]
  await worker.terminate()
  return message
}

test('a caller in TypeScript starts the TypeScript module, imports and all', async () => {
  expect(await messageOf(caller('main.ts'))).toEqual({ part: 'typed', given: 5 })
})

test('a built caller starts the built module', async () => {
  expect(await messageOf(caller('main.js'))).toEqual({ part: 'built', given: 5 })
})

test('a separate process follows the same rule', () => {
  const { stdout } = spawnSync(process.execPath, nodeArguments(caller('main.ts'), 'echo'), {
    cwd: tmpdir(),
    encoding: 'utf8',
  })
  expect(JSON.parse(stdout)).toEqual({ part: 'typed', given: null })
  expect(nodeArguments(caller('main.js'), 'echo')).toEqual([join(folder, 'echo.js')])
})
