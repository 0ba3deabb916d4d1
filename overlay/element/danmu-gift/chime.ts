import type { Tier } from '../../danmaku/line-kind.ts'

/** Plays a short soft sound, higher and longer for dearer gifts. */
export type Chime = (tier: Tier, volume: number) => void

// Notes of a pentatonic scale, Hz: any of them sound well together.
const scale = [523.25, 587.33, 659.25, 783.99, 880, 1046.5, 1174.66] as const
const stepSeconds = 0.07
const decaySeconds = 0.5
const overtone = { ratio: 2, share: 0.25 } as const
const loudest = 0.25
const leastSecondsApart = 0.15

/**
 * Makes a chime. The sounds are computed, so there is no file and no licence of another author. A
 * browser may mute a page without user interaction; OBS does not.
 */
export function createChime(): Chime {
  let context: AudioContext | undefined
  let playedAt = -Infinity
  return (tier, volume) => {
    if (volume <= 0 || typeof AudioContext === 'undefined') return
    context ??= new AudioContext()
    if (context.state === 'suspended') void context.resume()
    if (context.currentTime - playedAt < leastSecondsApart) return
    playedAt = context.currentTime
    const notes = 1 + Math.ceil(tier / 2)
    for (let note = 0; note < notes; note++) {
      const pitch = scale[Math.min(scale.length - 1, tier + note)] ?? scale[0]
      strike(context, { pitch, at: playedAt + note * stepSeconds, gain: Math.min(1, volume) })
    }
  }
}

interface Note {
  /** The frequency, Hz. */
  readonly pitch: number
  /** The time by the context's clock, seconds. */
  readonly at: number
  /** The gain, 0 to 1. */
  readonly gain: number
}

function strike(context: AudioContext, { pitch, at, gain }: Note): void {
  for (const [ratio, share] of [
    [1, 1],
    [overtone.ratio, overtone.share],
  ] as const) {
    const tone = context.createOscillator()
    const envelope = context.createGain()
    tone.frequency.value = pitch * ratio
    envelope.gain.setValueAtTime(0, at)
    envelope.gain.linearRampToValueAtTime(gain * share * loudest, at + 0.012)
    envelope.gain.exponentialRampToValueAtTime(0.0001, at + decaySeconds)
    tone.connect(envelope).connect(context.destination)
    tone.start(at)
    tone.stop(at + decaySeconds)
  }
}
