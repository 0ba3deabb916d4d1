import { followStream } from '../../client/page.ts'

const className = 'live'
let leave: (() => void) | undefined

/**
 * Marks the page with the class `live` once its room is connected. From then on viewers may see the
 * page, so `obs.css` hides status texts; only a self-check that the streamer placed stays visible.
 */
export function watchLive(src: string): void {
  leave?.()
  leave = undefined
  if (src === '' || document.body.classList.contains(className)) return
  const look = (): void => {
    if (client.state.get().status.kind === 'open') document.body.classList.add(className)
  }
  const { client, leave: end } = followStream({ src }, { state: look })
  leave = end
  look()
}
