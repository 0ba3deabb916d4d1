import './dock-app/dock-app.ts'
