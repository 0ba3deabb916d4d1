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

  [part='status'] {
    position: absolute;
    inset: auto auto 12px 12px;
    max-width: calc(100% - 24px);
    box-sizing: border-box;
    margin: 0;
    padding: 8px 12px;
    border-radius: 6px;
    border-inline-start: 4px solid ${unsafeCSS(lineTokenVar('--danmu-accent'))};
    background: ${unsafeCSS(lineTokenVar('--danmu-plate'))};
    color: #fff;
    font-size: 16px;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
    line-height: 1.25;
    overflow-wrap: anywhere;
    animation: appear 160ms ease-out;
  }

  [part='status'].wrong {
    border-color: ${unsafeCSS(lineTokenVar('--danmu-danger'))};
  }

  @keyframes appear {
    from {
      opacity: 0;
    }
  }
`
