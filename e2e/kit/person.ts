import { askAs } from './ask.ts'

/** A logged-in browser. */
export interface Person {
  /** The id of the account. */
  readonly id: string
  readonly name: string
  /** The headers of a request of its browser from a page of the server. */
  readonly headers: Readonly<Record<'cookie' | 'origin', string>>
}

/** The server of a person, and its owner token. */
export interface OwnedServer {
  readonly url: string
  readonly token: string
}

const password = 'a secret of this test'

/** Logs in by name and password, or with another body. @throws with the answer if that is refused. */
export async function logIn(
  { url }: Pick<OwnedServer, 'url'>,
  name: string,
  { path = '/api/login', body = { name, password } }: { path?: string; body?: object } = {},
): Promise<Person> {
  const headers = { 'content-type': 'application/json', origin: url }
  const sent = { method: 'POST', headers, body: JSON.stringify(body) }
  const response = await fetch(`${url}${path}`, sent)
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  const answer = (await response.json()) as Pick<Person, 'id' | 'name'>
  const [cookie = ''] = (response.headers.get('set-cookie') ?? '').split(';')
  return { ...answer, headers: { cookie, origin: url } }
}

/** Makes an account as the owner, sets its password by its link, and logs in. */
export async function join(server: OwnedServer, name: string, role: string): Promise<Person> {
  const wanted = { method: 'POST', body: { name, role } }
  const { answer } = await askAs(server.token, `${server.url}/api/accounts`, wanted)
  const { code: reset } = answer['link'] as { readonly code: string }
  return logIn(server, name, { path: '/api/me/password', body: { password, reset } })
}
