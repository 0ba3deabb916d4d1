import { type FakeBilibili, startFakeBilibili } from './fake/bilibili.ts'
import { makeTruth } from './fake/bilibili-truth.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from './server.ts'

/** A server that listens to a fake Bilibili, and can be killed and started again in its place. */
export interface Stage {
  readonly url: string
  readonly fake: FakeBilibili
  /** Ends the server without a warning and starts it again: same port, same data. */
  readonly kill: () => Promise<void>
  /** Says so many new things in the room, chat and gifts. */
  readonly say: (count: number) => void
  /** Everything the server wrote, over all its lives. */
  readonly output: () => string
  readonly close: () => Promise<void>
}

/** The fake's only room. Kept in a journal: it survives a kill. */
export const wireRoom = 'bilibili:5440'

/** Starts a stage; `env` is added to the server's settings. */
export async function startStage(env: Readonly<Record<string, string>> = {}): Promise<Stage> {
  const data = temporaryFolder()
  const fake = await startFakeBilibili()
  const start = (port: string): Promise<ServerProcess> =>
    startServerProcess({
      PORT: port,
      DATA_DIR: data.path,
      ENDPOINTS: JSON.stringify({ bilibili: fake.endpoints }),
      ...env,
    })
  let server = await start('0')
  const { url } = server
  const { port } = new URL(url)
  let earlier = ''
  let seed = 0
  return {
    url,
    fake,
    kill: async () => {
      await server.end('SIGKILL')
      earlier += server.output()
      server = await start(port)
    },
    say: (count) => fake.comet.say(makeTruth(count, ++seed).messages),
    output: () => earlier + server.output(),
    close: async () => {
      await server.end()
      await fake.close()
      data.remove()
    },
  }
}
