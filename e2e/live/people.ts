import { type ServerProcess, startServerProcess } from '../kit/server.ts'
import { until } from '../kit/wait.ts'

/** The token of the owner of {@link startLiveServer}. */
export const ownerToken = 'owner-of-this-test-0123456789abcdefghij'

/** A person with a browser, or with curl: requests carry the cookie of the session. */
export interface Visitor {
  /** The id of the account. */
  readonly id: string
  readonly cookie: string
  /** Sends a request. @returns status and body. */
  readonly ask: (method: string, path: string, body?: object) => Promise<Reply>
}

/** The answer to a visitor. */
export interface Reply {
  readonly status: number
  readonly headers: Headers
  readonly body: Readonly<Record<string, unknown>>
}

/** A server with a database and open registration, to which every caller is remote. */
export interface LiveServer extends ServerProcess {
  /** Sends a request without credentials, or with these headers. */
  readonly ask: (
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Reply>
  /** Sends a request as the owner. */
  readonly own: (method: string, path: string, body?: object) => Promise<Reply>
  /** Registers an account, and gives it a role. */
  readonly register: (name: string, role?: string) => Promise<Visitor>
  /** Joins as a guest. */
  readonly visit: () => Promise<Visitor>
}

/** Starts a server for live rooms, and waits until it is ready. */
export async function startLiveServer(
  env: Readonly<Record<string, string>> = {},
): Promise<LiveServer> {
  const server = await startServerProcess({
    STORE: 'on',
    OWNER_TOKEN: ownerToken,
    TRUSTED_PROXIES: '10.0.0.1',
    REGISTRATION: 'open',
    GUESTS: 'on',
    LOGINS_PER_QUARTER: '1000',
    ...env,
  })
  const ask: LiveServer['ask'] = async (method, path, body, headers = {}) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      headers: { origin: server.url, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const parsed = (text === '' ? {} : JSON.parse(text)) as Reply['body']
    return { status: response.status, headers: response.headers, body: parsed }
  }
  const own: LiveServer['own'] = (method, path, body) =>
    ask(method, path, body, { authorization: `Bearer ${ownerToken}` })
  const begin = async (path: string, body?: object): Promise<Visitor> => {
    const { status, headers, body: account } = await ask('POST', path, body)
    if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(account)}`)
    const cookie = headers.get('set-cookie')?.split(';')[0] ?? ''
    return {
      id: String(account['id']),
      cookie,
      ask: (method, to, sent) => ask(method, to, sent, { cookie }),
    }
  }
  await until(async () => (await ask('GET', '/readyz')).status === 200, { what: 'it is ready' })
  return {
    ...server,
    ask,
    own,
    register: async (name, role) => {
      const password = `the password of ${name}`
      const made = await begin('/api/register', { name, password })
      if (role === undefined) return made
      await own('PATCH', `/api/accounts/${made.id}`, { role })
      const login = await ask('POST', '/api/login', { name, password }) // the change ended the session
      const cookie = login.headers.get('set-cookie')?.split(';')[0] ?? ''
      return { ...made, cookie, ask: (method, to, sent) => ask(method, to, sent, { cookie }) }
    },
    visit: () => begin('/api/guest'),
  }
}
