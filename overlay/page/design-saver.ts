import { backoffMs } from '../client/backoff.ts'
import type { Design } from '../design/design.ts'
import { type Answer, api } from './api.ts'

/** The state of the stored design relative to the shown one. */
export type SaveState = 'saved' | 'saving' | 'unsaved'

/** The functions that a saver needs from its page. */
export interface SaverIo {
  readonly store: (name: string, design: Design) => Promise<Answer>
  readonly setTimeout: (call: () => void, delayMs: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
  readonly random: () => number
  /** Called after every change of {@link DesignSaver.state} or {@link DesignSaver.answer}. */
  readonly onChange: () => void
}

/** The delay before a save, milliseconds: all steps of a moving slider become one request. */
export const saveAfterMs = 250

/** Stores a design on the server under a name. */
export function storeDesign(name: string, design: Design): Promise<Answer> {
  return api('PUT /api/overlays/:name', { params: { name }, body: design })
}

interface Change {
  readonly name: string
  readonly design: Design
}

/**
 * Saves the newest design of a named overlay. A failed save is tried again by itself if the failure
 * is temporary, otherwise only by {@link retry}; until it succeeds the state is `unsaved`.
 */
export class DesignSaver {
  readonly #io: SaverIo
  #waiting: Change | undefined
  #isAsking = false
  #attempt = 0
  #timer: unknown
  #answer: Answer | undefined

  constructor(io: SaverIo) {
    this.#io = io
  }

  /** `saved` if the server has stored the design that was given to {@link save} last. */
  get state(): SaveState {
    if (!this.#waiting) return 'saved'
    return this.#answer && this.#answer.kind !== 'done' ? 'unsaved' : 'saving'
  }

  /** The last answer of the server; undefined if everything is saved. */
  get answer(): Answer | undefined {
    return this.#waiting && this.#answer
  }

  /** Saves a design after a short delay; a newer one replaces it. */
  save(name: string, design: Design): void {
    this.#waiting = { name, design }
    this.#attempt = 0
    this.#after(saveAfterMs)
    this.#io.onChange()
  }

  /** Tries at once to save an unsaved design. */
  retry(): void {
    this.#attempt = 0
    this.#after(0)
  }

  /** Drops the unsaved design, because another overlay is shown. */
  forget(): void {
    this.#io.clearTimeout(this.#timer)
    this.#waiting = undefined
    this.#answer = undefined
    this.#io.onChange()
  }

  #after(delayMs: number): void {
    this.#io.clearTimeout(this.#timer)
    this.#timer = this.#io.setTimeout(() => void this.#send(), delayMs)
  }

  async #send(): Promise<void> {
    const change = this.#waiting
    if (!change || this.#isAsking) return // when the running request ends, the newest design is sent
    this.#isAsking = true
    const answer = await this.#io.store(change.name, change.design)
    this.#isAsking = false
    this.#handleAnswer(change, answer)
    this.#io.onChange()
  }

  #tryAgain(): void {
    this.#after(backoffMs(this.#attempt, this.#io.random))
    this.#attempt += 1
  }

  #handleAnswer(change: Change, answer: Answer): void {
    const newer = this.#waiting !== change
    if (newer && this.#waiting) return this.#after(saveAfterMs)
    if (newer) return // `forget` was called
    this.#answer = answer
    if (answer.kind === 'done') this.#waiting = undefined
    else if (isTemporary(answer)) this.#tryAgain()
  }
}

/** True if the same request may succeed later without any action of the user. */
function isTemporary(answer: Answer): boolean {
  if (answer.kind === 'silence') return true
  return (
    answer.kind === 'refused' && (answer.problem.status >= 500 || answer.problem.status === 429)
  )
}
