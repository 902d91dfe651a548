# 窓口端末（Windows）に madoguchi-card-bridge を入れます。管理者の PowerShell で、解凍したフォルダーから実行します。
#   .\install.ps1 -Settings .\card-bridge.toml
# もう一度実行すると、新しい版に置き替わります。設定ファイルは、-Settings を付けたときだけ置き替わります。
[CmdletBinding()]
param([string]$Settings)
$ErrorActionPreference = 'Stop'

$name = 'madoguchi-card-bridge'
$programs = Join-Path $env:ProgramFiles 'Madoguchi'
$data = Join-Path $env:ProgramData 'Madoguchi'
$program = Join-Path $programs "$name.exe"

$old = Get-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
if ($old) { Stop-ScheduledTask -TaskName $name }
Get-Process -Name $name -ErrorAction SilentlyContinue |
    Where-Object { $_.Path -eq $program } | Stop-Process -Force
New-Item -ItemType Directory -Force -Path $programs, $data | Out-Null
Copy-Item -Force (Join-Path $PSScriptRoot "$name.exe") $program
$file = Join-Path $data 'card-bridge.toml'
if ($Settings) { Copy-Item -Force $Settings $file }
# 設定を変えられるのは管理者だけ。職員は読むだけ。
& icacls.exe $data /inheritance:r /grant '*S-1-5-32-544:(OI)(CI)F' '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-545:(OI)(CI)RX' | Out-Null
if ($LASTEXITCODE -ne 0) { throw '設定フォルダーの権限を変えられませんでした。' }

# サインインした職員それぞれの画面で、画面を出さずに動かす。止まったら、1分後にもう一度動かす。
# このプログラムは黒い画面（コンソール）で動くものなので、画面を出さない conhost を通して始める。
$action = New-ScheduledTaskAction -Execute 'conhost.exe' -Argument "--headless `"$program`""
$trigger = New-ScheduledTaskTrigger -AtLogOn
$everyone = New-ScheduledTaskPrincipal -GroupId 'S-1-5-32-545' -RunLevel Limited
$rules = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([TimeSpan]::Zero) -RestartCount 3 `
    -RestartInterval (New-TimeSpan -Minutes 1) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries `
    -MultipleInstances Parallel
Register-ScheduledTask -Force -TaskName $name -Action $action -Trigger $trigger -Principal $everyone `
    -Settings $rules | Out-Null

& $program self-test
Write-Host '入れ終わりました。職員がサインインし直すと動きます。'
