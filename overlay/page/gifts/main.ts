import './gifts-app/gifts-app.ts'
import { applyScheme } from '../scheme.ts'

applyScheme()
