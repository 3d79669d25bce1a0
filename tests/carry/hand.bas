' What a hand does in LibreOffice Writer, by its own commands: a file a line of SG_DEEDS, in|out|deed|word|word|…
Sub Main
  Dim oAccess, oStream, oLines, parts
  oAccess = createUnoService("com.sun.star.ucb.SimpleFileAccess")
  oStream = createUnoService("com.sun.star.io.TextInputStream")
  oStream.setInputStream(oAccess.openFileRead(Environ("SG_DEEDS")))
  oStream.setEncoding("UTF-8")
  While Not oStream.isEOF()
    parts = Split(oStream.readLine(), "|")
    If UBound(parts) >= 2 Then OneFile(parts)
  Wend
  StarDesktop.terminate()
End Sub

Sub OneFile(parts)
  Dim a(0) As New com.sun.star.beans.PropertyValue
  Dim b(0) As New com.sun.star.beans.PropertyValue
  Dim oDoc, i
  a(0).Name = "Hidden" : a(0).Value = True
  oDoc = StarDesktop.loadComponentFromURL(parts(0), "_blank", 0, a())
  i = 2
  While i <= UBound(parts)
    Deed(oDoc, parts(i), parts(i + 1), parts(i + 2))
    i = i + 3
  Wend
  b(0).Name = "FilterName" : b(0).Value = "MS Word 2007 XML"
  oDoc.storeToURL(parts(1), b())
  oDoc.close(True)
End Sub

Function Found(oDoc, words)
  Dim d
  d = oDoc.createSearchDescriptor()
  d.SearchString = words
  d.SearchCaseSensitive = True
  Found = oDoc.findFirst(d)
End Function

Sub Obey(oDoc, command)
  Dim none()
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(oDoc.CurrentController.Frame, ".uno:" & command, "", 0, none())
End Sub

Sub TypeIn(oDoc, words)
  Dim a(0) As New com.sun.star.beans.PropertyValue
  a(0).Name = "Text" : a(0).Value = words
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch(oDoc.CurrentController.Frame, ".uno:InsertText", "", 0, a())
End Sub

Sub Whole(oDoc, words, count)
  Dim c, f, k
  f = Found(oDoc, words)
  c = f.Text.createTextCursorByRange(f)
  c.gotoStartOfParagraph(False)
  For k = 1 To count
    c.gotoEndOfParagraph(True)
    c.goRight(1, True)
  Next
  oDoc.CurrentController.select(c)
End Sub

Sub At(oDoc, words, atEnd)
  Dim f
  f = Found(oDoc, words)
  If atEnd Then oDoc.CurrentController.ViewCursor.gotoRange(f.End, False) Else oDoc.CurrentController.ViewCursor.gotoRange(f.Start, False)
End Sub

Sub Deed(oDoc, what, one, other)
  Dim d
  Select Case what
    Case "select": oDoc.CurrentController.select(Found(oDoc, one))
    Case "paragraph": Whole(oDoc, one, CInt(other))
    Case "before": At(oDoc, one, False)
    Case "behind": At(oDoc, one, True)
    Case "start"
      At(oDoc, one, False)
      oDoc.CurrentController.ViewCursor.gotoStartOfLine(False)
    Case "type": TypeIn(oDoc, one)
    Case "do": Obey(oDoc, one)
    Case "replace"
      d = oDoc.createReplaceDescriptor()
      d.SearchString = one
      d.ReplaceString = other
      oDoc.replaceAll(d)
    Case "record": oDoc.RecordChanges = (one = "on")
  End Select
End Sub
