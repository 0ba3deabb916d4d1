import { css, unsafeCSS } from '@lit/reactive-element'
import { lineTokenVar } from '../../theme/line-token.ts'

/** The style sheet of the overlay. Only custom properties and parts are public. */
export const styles = css`
  :host {
    display: block;
    position: relative;
    height: 100%;
    overflow: hidden;
    pointer-events: none;
    contain: strict;
    /* Used if the parent has no definite height. */
    contain-intrinsic-height: 320px;
    font-family: ${unsafeCSS(lineTokenVar('--danmu-font'))};
  }

  :host([fills]) {
    position: absolute;
    inset: 0;
  }

  :host([hidden]) {
    display: none;
  }

  [part='stage'] {
    position: absolute;
    inset: 0 0 auto;
    overflow: hidden;
  }

  canvas {
    display: block;
    width: 100%;
    height: 100%;
  }
`
