import { z } from 'zod'
import { tokenFor } from './command/play.ts'
import { exitCodes, type Terminal } from './command.ts'
import { serverAddress, tokenHint } from './target.ts'

const problem = z.object({ detail: z.string() })

/** Sends a request to the server. @throws ApiRefused with its reason. */
export type ApiCall = ((method: string, path: string, body?: object) => Promise<unknown>) & {
  readonly server: string
}

/** The server refused a request, or did not answer; the message says why. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused'
}

/** Prints the result of a command, or why there is none. */
export async function callServer(
  { env, out, err, exit }: Terminal,
  given: string | undefined,
  work: (api: ApiCall) => Promise<string>,
): Promise<void> {
  const server = serverAddress(given, env)
  const token = tokenFor(given, env)
  try {
    out(`${await work(Object.assign(callOf(server, token), { server }))}\n`)
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error
    err(`${error.message}\n`)
    exit(exitCodes.failed)
  }
}

const answerMs = 10_000

function callOf(server: string, token: string | undefined) {
  return async (method: string, path: string, body?: object): Promise<unknown> => {
    const headers = {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
    const signal = AbortSignal.timeout(answerMs)
    const sent = { method, headers, signal, ...(body ? { body: JSON.stringify(body) } : {}) }
    const response = await fetch(`${server}${path}`, sent).catch((cause: unknown) => {
      throw new ApiRefused(`danmu-relay does not answer at ${server}`, { cause })
    })
    const answer: unknown = await response.json().catch(() => undefined) // not of danmu-relay
    if (response.ok) return answer
    const { data } = problem.safeParse(answer)
    const reason = `the server answers ${response.status}: ${data?.detail ?? 'no reason given'}`
    const hint = response.status === 401 ? `\n${tokenHint(token)}` : ''
    throw new ApiRefused(`${reason}${hint}`)
  }
}
