import { createFrameMeter } from '../../element/danmu-status/frame-meter.ts'
import { type FromPreview, onMessage } from '../preview/message.ts'
import type { Scene } from './scene.ts'

const figuresEveryMs = 500

/** Runs the page as the preview in a frame of the studio, which sets the design of the scene. */
export function runAsPreview(scene: Scene): void {
  const { parent } = globalThis
  const send = (message: FromPreview): void => parent.postMessage(message, location.origin)
  const meter = createFrameMeter()
  meter.start()
  onMessage(
    () => parent,
    (message) => {
      if (message.kind === 'events') message.events.forEach((event) => scene.push(event))
      else if (message.kind === 'clear') scene.clear()
      else if (message.kind === 'design') scene.show(message.design, { ...message, debug: false })
    },
  )
  setInterval(() => {
    send({ kind: 'figures', fps: meter.perSecond(), ...scene.figures })
  }, figuresEveryMs)
  send({ kind: 'ready' })
}
