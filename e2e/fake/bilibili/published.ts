import type { HttpAnswer } from './http.ts'

/** The lists that a room publishes beside its socket. Tests may change them at any time. */
export class Published {
  /** The kind of answers: correct, or those of the site to suspected programs. */
  mood: 'honest' | '-352' | 'status 412' = 'honest'
  /** The superchats on display, as `data` of their messages. */
  superchats: object[] = []
  readonly #lines: object[] = []

  /** Adds a chat line, a `DANMU_MSG`, whether or not a socket sends it. */
  publish(message: object): void {
    const { info } = message as { readonly info: DanmuInfo }
    const [style, text, [uid, nickname]] = info
    const at = Math.floor(Number(style[4]) / 1_000)
    const { extra } = style[15] as { readonly extra: string }
    const { id_str } = JSON.parse(extra) as { readonly id_str: string }
    const check_info = { ts: at, ct: '1B75FB' }
    this.#lines.push({ text, dm_type: 0, uid, nickname, check_info, id_str })
  }

  /** Returns the newest ten lines. */
  lines(): HttpAnswer {
    return this.#answer({ admin: [], room: this.#lines.slice(-10) })
  }

  /** Returns the superchats on display. */
  paid(): HttpAnswer {
    return this.#answer({ list: this.superchats })
  }

  #answer(data: object): HttpAnswer {
    if (this.mood === 'status 412') return { status: 412 }
    if (this.mood === '-352') return { json: { code: -352, message: '-352', ttl: 1 } }
    return { json: { code: 0, data, message: '', msg: '' } }
  }
}

/** The fields of `info` that are used here. */
type DanmuInfo = readonly [style: readonly unknown[], text: string, sender: readonly unknown[]]
