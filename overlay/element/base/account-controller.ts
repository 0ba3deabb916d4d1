import type { ReactiveController, ReactiveElement } from '@lit/reactive-element'
import type { meApi } from '../../../proto/api/account.ts'
import type { AnswerJson } from '../../../proto/api/endpoint.ts'
import { type Answer, type ApiServer, request } from '../../api/request.ts'
import { createStore, type WritableStore } from '../../client/store.ts'

type MeEndpoint = (typeof meApi)['GET /api/me']

/** The account of this browser at a server, if there is one, and how accounts are made there. */
export type Me = AnswerJson<MeEndpoint>

/** The answer of a server to the elements of a page. */
interface Shared {
  readonly answer: WritableStore<Answer<Me> | undefined>
  users: number
  retry?: ReturnType<typeof setTimeout>
}

// The elements of a page share the answer: they are made by the parser and have no other place in
// common.
const shared = new Map<string, Shared>()

const retryMs = 5_000

/** The account of the page at the server of an element; all elements of the page learn of a change. */
export class AccountController implements ReactiveController {
  readonly #host: ReactiveElement
  readonly #server: () => ApiServer
  #key: string | undefined
  #leave: (() => void) | undefined

  constructor(host: ReactiveElement, server: () => ApiServer) {
    this.#host = host
    this.#server = server
    host.addController(this)
  }

  /** The answer of the server; undefined until there is one. */
  get answer(): Answer<Me> | undefined {
    return shared.get(this.#key ?? '')?.answer.get()
  }

  /** The account and the ways to get one; undefined while the server has not answered. */
  get me(): Me | undefined {
    const { answer } = this
    return answer?.kind === 'done' ? answer.body : undefined
  }

  /** Asks the server again, after a login or a logout. */
  async ask(): Promise<void> {
    const entry = shared.get(this.#key ?? '')
    if (!entry) return
    clearTimeout(entry.retry)
    const answer = await request<MeEndpoint>(this.#server(), 'GET /api/me')
    entry.answer.set(answer)
    if (answer.kind !== 'done' && entry.users > 0) {
      entry.retry = setTimeout(() => void this.ask(), retryMs)
    }
  }

  hostConnected(): void {
    if (this.#host.hasUpdated) this.#join()
  }

  hostUpdate(): void {
    if (this.#key !== keyOf(this.#server())) this.#join()
  }

  hostDisconnected(): void {
    this.#leave?.()
    this.#leave = undefined
    this.#key = undefined
  }

  #join(): void {
    this.hostDisconnected()
    if (!this.#host.isConnected) return
    const key = keyOf(this.#server())
    const known = shared.get(key)
    const entry: Shared = known ?? {
      answer: createStore<Answer<Me> | undefined>(undefined),
      users: 0,
    }
    shared.set(key, entry)
    entry.users += 1
    this.#key = key
    const unsubscribe = entry.answer.subscribe(() => this.#host.requestUpdate())
    this.#leave = () => {
      unsubscribe()
      entry.users -= 1
      if (entry.users > 0) return
      clearTimeout(entry.retry)
      shared.delete(key)
    }
    if (!known) void this.ask()
  }
}

function keyOf({ address, token = '' }: ApiServer): string {
  return `${address}#${token}`
}
