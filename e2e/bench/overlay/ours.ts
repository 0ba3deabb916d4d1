import { type BenchEngine, type Box, stage } from './engine.ts'

/** The element of the built kit. */
interface Overlay extends HTMLElement {
  fontSize: number
  font: string
  speed: number
  readonly push: (event: object) => void
  readonly stats: { readonly shown: number; readonly paidDropped: number; readonly visible: number }
  readonly boxes: readonly Box[]
}

/** Makes `<danmu-overlay>`, from the build, fed through `push`. */
export async function createOurs(container: HTMLElement): Promise<BenchEngine> {
  await import(/* @vite-ignore */ kit)
  const overlay = document.createElement('danmu-overlay') as unknown as Overlay // not of this build
  Object.assign(overlay, {
    fontSize: stage.sizePx,
    font: stage.font,
    speed: stage.crossingMs / 1e3,
  })
  overlay.style.cssText = 'position:absolute;inset:0;--danmu-weight:700'
  container.append(overlay)
  let seq = 0
  return {
    emit: ({ id, text, paid }) => {
      seq += 1
      const at = Date.now()
      const user = { id: 'bench:1', name: '小明' }
      const envelope = { v: 1, seq, id, room: 'bench', source: 'bench:1', at, receivedAt: at, user }
      const value = { amount: 3_000, unit: 'cny.fen', cents: 3_000 }
      overlay.push(
        paid
          ? { ...envelope, type: 'superchat', text, value, shownMs: 60_000 }
          : { ...envelope, type: 'chat', text },
      )
    },
    report: () => {
      const { shown, paidDropped } = overlay.stats
      return { shown, paidDropped, boxes: overlay.boxes }
    },
  }
}

const kit = '/kit/v1/danmu-overlay.js'
