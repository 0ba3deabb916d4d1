import { LitElement, type PropertyDeclarations } from 'lit'
import type { loginApi } from '../../../proto/api/account.ts'
import type { liveGiftApi } from '../../../proto/api/coin/gift.ts'
import type { ledgerApi } from '../../../proto/api/coin/ledger.ts'
import type { AnswerJson, Sent } from '../../../proto/api/endpoint.ts'
import type { liveCommentApi } from '../../../proto/api/live-comment.ts'
import { problemText } from '../../api/problem.ts'
import { type Answer, type ApiServer, request } from '../../api/request.ts'
import { wordsFor } from '../../locale/index.ts'
import { liveWords, type LiveWords } from '../../locale/live.ts'
import { problemWords } from '../../locale/problem.ts'
import { AccountController } from './account-controller.ts'
import { feedProperties, initialize } from './option-property.ts'
import { serverOf } from './live-room.ts'

/** The endpoints that these elements use, by method and path. */
type ElementApi = typeof loginApi & typeof liveCommentApi & typeof liveGiftApi & typeof ledgerApi

const ofStream: PropertyDeclarations = Object.fromEntries(
  Object.entries(feedProperties).filter(([name]) => name === 'src' || name === 'lang'),
)

/** The base of the elements by which viewers take part in a live room. */
export abstract class LiveElement extends LitElement {
  static override readonly properties = ofStream

  /** The stream of the room, `/rooms/live:<id>/stream`; empty for the server of the page. */
  declare src: string

  /** The language of the element's own texts; the page's, else the browser's, if empty. */
  declare lang: string

  protected readonly account = new AccountController(this, () => this.server)

  constructor() {
    super()
    initialize(this)
  }

  /** The server of the stream. */
  protected get server(): ApiServer {
    return serverOf(this.src, document.baseURI)
  }

  /** False without a login; true while that is unknown. */
  protected get mayTakePart(): boolean {
    const { me } = this.account
    return me === undefined || me.account !== undefined || this.server.token !== undefined
  }

  /** The language of the texts, BCP 47. */
  protected get language(): string {
    const { lang } = this
    return lang || this.closest<HTMLElement>('[lang]:not([lang=""])')?.lang || navigator.language
  }

  /** The texts in the element's language. */
  protected get words(): LiveWords {
    return wordsFor(liveWords, this.language)
  }

  /** Calls an endpoint of the server. */
  protected call<K extends keyof ElementApi>(
    endpoint: K,
    ...given: Sent<ElementApi[K]>
  ): Promise<Answer<AnswerJson<ElementApi[K]>>> {
    return request<ElementApi[K]>(this.server, endpoint, ...given)
  }

  /** Returns the meaning of an answer that is a refusal. */
  protected refusalText(answer: Exclude<Answer, { kind: 'done' }>): string {
    return answer.kind === 'silence'
      ? wordsFor(problemWords, this.language).unreachable
      : problemText(answer.problem, this.language)
  }
}
