import { Comet } from '../bilibili/comet.ts'
import { type HttpAnswer, type HttpCall, listen } from '../bilibili/http.ts'
import { createLedger, type Ledger } from '../bilibili/ledger.ts'
import { createRequestCheck, type FakeCredential } from './check.ts'
import { Games } from './games.ts'
import type { Patience } from '../bilibili/peer.ts'
import { realPatience } from '../bilibili/index.ts'

/** An open platform with one app and one room, on loopback. */
export interface FakeBilibiliOpen {
  /** The endpoints for connectors. */
  readonly endpoints: Readonly<Record<'api', string>>
  readonly credential: FakeCredential
  readonly games: Games
  readonly comet: Comet
  /**
   * The record of the platform: paths, `game`, `dial`, `socket`, `welcome`, `heartbeat`, `refusal`.
   */
  readonly ledger: Ledger
  /** Answers the next calls of a path with an error code of the platform. */
  readonly refuse: (path: string, code: number, times?: number) => void
  readonly close: () => Promise<void>
}

/** The options of the fake platform. */
export interface FakeBilibiliOpenOptions {
  /** The number of hosts; default 2. */
  readonly hosts?: number
  readonly patience?: Partial<Patience>
  /** The lifetime of a game without heartbeats; default one minute. */
  readonly gameMs?: number
}

const credential: FakeCredential = {
  accessKeyId: 'fixture_access_key_id',
  accessKeySecret: 'fixture_access_key_secret',
  appId: 1_700_000_000_000,
  code: 'ABCDEFGHIJKLM',
}

/** Starts an open platform that checks every header and rejects any deviation. */
export async function startFakeBilibiliOpen(
  options: FakeBilibiliOpenOptions = {},
): Promise<FakeBilibiliOpen> {
  const ledger = createLedger()
  const refusals = new Map<string, number[]>()
  const check = createRequestCheck(credential)
  const games: Games = new Games({
    credential,
    roomId: 5440,
    gameMs: options.gameMs ?? 60_000,
    ledger,
    ports: () => comet.ports,
    announce: (message) => comet.say([message]),
  })
  const comet = await Comet.start({
    hosts: options.hosts ?? 2,
    judge: (greeting) => games.judge(greeting),
    patience: { ...realPatience, ...options.patience },
    ledger,
  })
  const answer = (call: HttpCall): HttpAnswer => {
    const path = call.url.pathname
    ledger.count(path)
    const broken = check(call) || (refusals.get(path)?.shift() ?? 0)
    const { code, data } = broken === 0 ? games.call(path, call.body) : { code: broken }
    if (code !== 0) ledger.refuse(`${path} ${code}`)
    return { json: { code, message: String(code), request_id: '0', data: data ?? null } }
  }
  const http = await listen(answer)
  return {
    endpoints: { api: `http://127.0.0.1:${http.port}` },
    credential,
    games,
    comet,
    ledger,
    refuse: (path, code, times = 1) => {
      refusals.set(
        path,
        Array.from({ length: times }, () => code),
      )
    },
    close: async () => {
      games.close()
      await Promise.all([http.close(), comet.close()])
    },
  }
}
