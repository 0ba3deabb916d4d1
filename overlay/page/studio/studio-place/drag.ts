import type { Box } from '../../../design/widget.ts'

const least = 4 // percent: what is smaller cannot be taken hold of

/** A place that was moved by so many percent, as far as the picture goes. */
export function moved(place: Box, right: number, down: number): Box {
  const { left, top, width, height } = place
  return {
    ...place,
    left: tenth(Math.min(100 - width, Math.max(0, left + right))),
    top: tenth(Math.min(100 - height, Math.max(0, top + down))),
  }
}

/** A place whose lower right corner was moved by so many percent, as far as the picture goes. */
export function resized(place: Box, right: number, down: number): Box {
  const { left, top, width, height } = place
  return {
    ...place,
    width: tenth(Math.min(100 - left, Math.max(least, width + right))),
    height: tenth(Math.min(100 - top, Math.max(least, height + down))),
  }
}

function tenth(percent: number): number {
  return Math.round(percent * 10) / 10
}
