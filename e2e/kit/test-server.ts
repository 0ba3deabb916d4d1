import { type FakeBilibili, startFakeBilibili } from '../fake/bilibili/index.ts'
import { makeTruth } from '../fake/bilibili/truth.ts'
import { type ServerProcess, startServerProcess, temporaryFolder } from './server.ts'

/** A server connected to a fake Bilibili, which can be killed and restarted. */
export interface TestServer {
  readonly url: string
  readonly fake: FakeBilibili
  /** Kills the server and starts it again: same port, same data. */
  readonly kill: () => Promise<void>
  /** Sends new messages in the room, chat and gifts. */
  readonly say: (count: number) => void
  /** Returns the output of the server over all its runs. */
  readonly output: () => string
  readonly close: () => Promise<void>
}

/** The fake's only room. It is stored in a journal, so it survives a kill. */
export const wireRoom = 'bilibili:5440'

/** Starts a test server; `env` is added to its settings. */
export async function startTestServer(
  env: Readonly<Record<string, string>> = {},
): Promise<TestServer> {
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
