/**
 * A process that runs one signing script after the other as the build does, and reports the time of
 * each and the growth of the process.
 */
import { join } from 'node:path'
import type * as Signing from '../../server/app/bare-process.ts'
import type * as Script from '../../signer/douyin/script/index.ts'
import { root } from '../kit/server.ts'

const built = (path: string): Promise<unknown> => import(join(root, 'dist', path))

/** One line of its standard output. */
export interface Said {
  readonly took: number
  readonly message: string
}

/** The last line of its standard output. */
export interface Summary {
  readonly grownMb: number
}

const say = (said: Said | Summary): void => void process.stdout.write(`${JSON.stringify(said)}\n`)

async function run(sources: readonly string[]): Promise<void> {
  const script = (await built('signer/douyin/script/index.js')) as typeof Script
  const { spawnBare } = (await built('server/app/bare-process.js')) as typeof Signing
  const before = process.memoryUsage.rss()
  let most = before
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5)
  for (const source of sources) {
    const signer = script.createScriptSigner({
      source,
      spawn: spawnBare,
      now: () => performance.now(),
    })
    const startedAt = performance.now()
    const message = await signer.sign({ room_id: '1' }).then(
      ({ signature }) => `signed ${signature}`,
      (cause: Error) => cause.message,
    )
    say({ took: performance.now() - startedAt, message })
    await signer.close()
  }
  clearInterval(watch)
  say({ grownMb: (most - before) / 2 ** 20 })
}

await run(JSON.parse(process.argv[2] ?? '[]') as readonly string[])
