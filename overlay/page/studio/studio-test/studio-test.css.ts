import { css } from 'lit'

/** The style sheet of the test menu: a menu below its button. */
export const styles = css`
  details {
    position: relative;
  }

  summary {
    list-style: none;
  }

  summary::-webkit-details-marker {
    display: none;
  }

  .menu {
    display: grid;
    gap: 0.75rem;
    position: absolute;
    inset: calc(100% + 0.5rem) 0 auto auto;
    z-index: 5;
    width: min(24rem, calc(100vw - 2rem));
    box-shadow: 0 12px 32px #0007;
  }

  .targets {
    display: flex;
    flex-wrap: wrap;
    gap: 0.25rem;
  }

  .kinds {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(7rem, 1fr));
    gap: 0.375rem;
  }

  /* On a phone, as wide as the tools around it. */
  @media (max-width: 47.99em) {
    details {
      position: static;
    }

    .menu {
      inset: 3rem 0 auto;
      width: auto;
    }
  }
`
