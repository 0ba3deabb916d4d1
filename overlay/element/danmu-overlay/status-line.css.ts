import { css, unsafeCSS } from '@lit/reactive-element'
import { lineTokenVar } from '../../theme/line-token.ts'

/** The style sheet of the status line. */
export const styles = css`
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
