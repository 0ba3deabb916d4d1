import type { Box } from '../../../design/widget.ts'

const least = 4 // percent: a smaller box cannot be dragged

/** Returns a box moved by a number of percent, within the picture. */
export function moved(place: Box, right: number, down: number): Box {
  const { left, top, width, height } = place
  return {
    ...place,
    left: tenth(Math.min(100 - width, Math.max(0, left + right))),
    top: tenth(Math.min(100 - height, Math.max(0, top + down))),
  }
}

/** Returns a box whose lower right corner was moved by a number of percent, within the picture. */
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
