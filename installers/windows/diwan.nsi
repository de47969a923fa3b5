; The installer of Diwan's desk for Windows, in Arabic and English.
;   makensis -DVERSION=0.2.0 -DBUILD=..\..\build\windows diwan.nsi
; BUILD holds files.nsh and remove.nsh (written by payload.py from the packed program's own list), diwan.ico and
; the folder diwan that PyInstaller made.
;
;   diwan-setup.exe /S                             without a question, for all users
;   diwan-setup.exe /S /SETTINGS=\\server\share\diwan.toml /CERTIFICATE=\\server\share\root.pem
;                                                  and with this machine's settings and the server's root certificate
;   diwan-setup.exe /S /D=D:\Programs\Diwan        into another folder (must come last)
Unicode true
ManifestDPIAware true
SetCompressor /SOLID lzma
RequestExecutionLevel admin

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "x64.nsh"
!include "LogicLib.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Diwan"

Name "$(ProgramName)"
OutFile "${BUILD}/diwan-${VERSION}-setup.exe"
InstallDir "$PROGRAMFILES64\Diwan"
InstallDirRegKey HKLM "Software\Diwan" "Folder"
BrandingText "Diwan ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1033 "ProductName" "Diwan"
VIAddVersionKey /LANG=1033 "FileDescription" "Diwan: back office of the municipality's services"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "Greater Amman Municipality"
VIAddVersionKey /LANG=1025 "ProductName" "ديوان"
VIAddVersionKey /LANG=1025 "FileDescription" "ديوان: مكتب إنجاز خدمات البلدية"
VIAddVersionKey /LANG=1025 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1025 "LegalCopyright" "أمانة عمّان الكبرى"

!define MUI_ICON "${BUILD}/diwan.ico"
!define MUI_UNICON "${BUILD}/diwan.ico"
!define MUI_ABORTWARNING
!define MUI_LANGDLL_ALLLANGUAGES
!define MUI_FINISHPAGE_RUN "$INSTDIR\diwanw.exe"

!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES

; The first is the one that is offered.
!insertmacro MUI_LANGUAGE "Arabic"
!insertmacro MUI_LANGUAGE "English"

LangString ProgramName ${LANG_ARABIC} "ديوان"
LangString ProgramName ${LANG_ENGLISH} "Diwan"
LangString LinkKind ${LANG_ARABIC} "رابط إلى طلب في ديوان"
LangString LinkKind ${LANG_ENGLISH} "Link to an application in Diwan"
LangString Only64 ${LANG_ARABIC} "يلزم ويندوز 10 بنظام 64 بت أو أحدث."
LangString Only64 ${LANG_ENGLISH} "Windows 10 in 64 bits or newer is needed."
LangString NoSettings ${LANG_ARABIC} "تعذّرت قراءة ملف الإعدادات:"
LangString NoSettings ${LANG_ENGLISH} "The settings file cannot be read:"
LangString Running ${LANG_ARABIC} "ديوان يعمل الآن. أغلقه ثم أعد المحاولة."
LangString Running ${LANG_ENGLISH} "Diwan is running. Close it, then try again."

Function .onInit
  !insertmacro MUI_LANGDLL_DISPLAY
  ${IfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(Only64)" /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
  SetRegView 64
FunctionEnd

; A program that runs holds its own file: an upgrade that would leave it half old is not begun.
!macro RequireClosed
  ${If} ${FileExists} "$INSTDIR\diwanw.exe"
    ClearErrors
    FileOpen $0 "$INSTDIR\diwanw.exe" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "$(Running)" /SD IDOK
      SetErrorLevel 4
      Abort
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

; Copies the file that an option names to this machine's settings, under the name given.
!macro Keep OPTION NAME
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "${OPTION}" $1
  ${IfNot} ${Errors}
    CreateDirectory "$APPDATA\Diwan"
    ClearErrors
    CopyFiles /SILENT "$1" "$APPDATA\Diwan\${NAME}"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "$(NoSettings) $1" /SD IDOK
      SetErrorLevel 5
    ${EndIf}
  ${EndIf}
!macroend

Section "Diwan"
  SetShellVarContext all
  !insertmacro RequireClosed
  ; What an older version brought and this one does not must not stay: its own list removes it.
  ${If} ${FileExists} "$INSTDIR\uninstall.exe"
    ExecWait '"$INSTDIR\uninstall.exe" /S /UPGRADE _?=$INSTDIR'
  ${EndIf}
  !include "${BUILD}/files.nsh"
  SetOutPath "$INSTDIR"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ; What the IT officer rolls out: %ProgramData%\Diwan\diwan.toml and the server's root certificate.
  !insertmacro Keep "/SETTINGS=" "diwan.toml"
  !insertmacro Keep "/CERTIFICATE=" "root.pem"

  CreateShortcut "$SMPROGRAMS\$(ProgramName).lnk" "$INSTDIR\diwanw.exe" "gui"
  WriteRegStr HKLM "Software\Diwan" "Folder" "$INSTDIR"
  WriteRegStr HKLM "Software\Diwan" "Shortcut" "$SMPROGRAMS\$(ProgramName).lnk"
  WriteRegStr HKLM "Software\Classes\diwan" "" "$(LinkKind)"
  WriteRegStr HKLM "Software\Classes\diwan" "URL Protocol" ""
  WriteRegStr HKLM "Software\Classes\diwan\DefaultIcon" "" "$INSTDIR\diwanw.exe,0"
  WriteRegStr HKLM "Software\Classes\diwan\shell\open\command" "" '"$INSTDIR\diwanw.exe" open "%1"'
  WriteRegStr HKLM "${KEY}" "DisplayName" "$(ProgramName)"
  WriteRegStr HKLM "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${KEY}" "DisplayIcon" "$INSTDIR\diwanw.exe"
  WriteRegStr HKLM "${KEY}" "Publisher" "Greater Amman Municipality"
  WriteRegStr HKLM "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKLM "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKLM "${KEY}" "NoModify" 1
  WriteRegDWORD HKLM "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKLM "${KEY}" "EstimatedSize" $0
SectionEnd

Function un.onInit
  !insertmacro MUI_UNGETLANGUAGE
  SetRegView 64
FunctionEnd

; Exactly the files of the list are removed, and folders only when they are empty: each person's data in
; %LOCALAPPDATA%\diwan stays, and so do this machine's settings while it is an upgrade.
Section "Uninstall"
  SetShellVarContext all
  !insertmacro RequireClosed
  !include "${BUILD}/remove.nsh"
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/UPGRADE" $1
  ${If} ${Errors}
    ReadRegStr $2 HKLM "Software\Diwan" "Shortcut"
    Delete "$2"
    Delete "$APPDATA\Diwan\diwan.toml"
    Delete "$APPDATA\Diwan\root.pem"
    RMDir "$APPDATA\Diwan"
    DeleteRegKey HKLM "Software\Classes\diwan"
    DeleteRegKey HKLM "${KEY}"
    DeleteRegKey HKLM "Software\Diwan"
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
  ${EndIf}
SectionEnd
