# madoguchi-card-bridge を取り除きます。管理者の PowerShell で実行します。設定ファイルは残します。
$ErrorActionPreference = 'Stop'
$name = 'madoguchi-card-bridge'
$programs = Join-Path $env:ProgramFiles 'Madoguchi'
$program = Join-Path $programs "$name.exe"
Unregister-ScheduledTask -TaskName $name -Confirm:$false -ErrorAction SilentlyContinue
Get-Process -Name $name -ErrorAction SilentlyContinue |
    Where-Object { $_.Path -eq $program } | Stop-Process -Force
Remove-Item -Force $program -ErrorAction SilentlyContinue
Write-Host '取り除きました。'
